package sim

import (
	"regexp"
	"slices"
	"time"
)

// Types of properties, as Graph's metadata has them.
const (
	isText  = "Edm.String"
	isFlag  = "Edm.Boolean"
	isCount = "Edm.Int32"
	isTime  = "Edm.DateTimeOffset"
	isGUID  = "Edm.Guid"
	isTexts = "Collection(Edm.String)"
	isList  = "Collection" // of objects
	isOne   = "object"
)

// property is what the world knows of one property of a Graph entity.
type property struct {
	is string
	// byDefault: shown without $select.
	byDefault bool
	// filter: may be asked for in $filter.
	filter bool
	// write names the right, in graph_rights.go, that a PATCH of it needs; ""
	// where it is read-only.
	write string
	// synced: may be written in the cloud for an account mastered on-premises.
	synced bool
	// parts: what the parts of an object may be called; nil where it isn't looked at.
	parts *regexp.Regexp
}

// schema is the properties of one entity. Those that aren't listed are
// unknown to the world and refused.
// Source: graph-v1.0.csdl; defaults from learn.microsoft.com/graph/api/user-get
type schema map[string]property

const profile = "user.profile"

var userSchema = schema{
	"id":                              {is: isText, byDefault: true, filter: true},
	"accountEnabled":                  {is: isFlag, filter: true, write: "user.accountEnabled", synced: true},
	"assignedLicenses":                {is: isList},
	"assignedPlans":                   {is: isList},
	"businessPhones":                  {is: isTexts, byDefault: true, write: "user.phones"},
	"city":                            {is: isText, filter: true, write: profile},
	"companyName":                     {is: isText, filter: true, write: profile},
	"country":                         {is: isText, filter: true, write: profile},
	"createdDateTime":                 {is: isTime},
	"deletedDateTime":                 {is: isTime},
	"department":                      {is: isText, filter: true, write: profile},
	"displayName":                     {is: isText, byDefault: true, filter: true, write: profile},
	"employeeHireDate":                {is: isTime, write: profile},
	"employeeId":                      {is: isText, filter: true, write: profile},
	"employeeType":                    {is: isText, filter: true, write: profile},
	"externalUserState":               {is: isText},
	"faxNumber":                       {is: isText, write: profile},
	"givenName":                       {is: isText, byDefault: true, filter: true, write: profile},
	"jobTitle":                        {is: isText, byDefault: true, filter: true, write: profile},
	"lastPasswordChangeDateTime":      {is: isTime},
	"licenseAssignmentStates":         {is: isList},
	"mail":                            {is: isText, byDefault: true, filter: true, write: profile},
	"mailNickname":                    {is: isText, filter: true, write: profile},
	"mobilePhone":                     {is: isText, byDefault: true, write: "user.phones"},
	"officeLocation":                  {is: isText, byDefault: true, write: profile},
	"onPremisesDistinguishedName":     {is: isText},
	"onPremisesExtensionAttributes":   {is: isOne, write: profile, parts: regexp.MustCompile(`^extensionAttribute([1-9]|1[0-5])$`)},
	"onPremisesImmutableId":           {is: isText},
	"onPremisesLastSyncDateTime":      {is: isTime},
	"onPremisesSamAccountName":        {is: isText},
	"onPremisesSyncEnabled":           {is: isFlag},
	"onPremisesUserPrincipalName":     {is: isText},
	"otherMails":                      {is: isTexts, write: "user.otherMails"},
	"passwordPolicies":                {is: isText, write: profile},
	"passwordProfile":                 {is: isOne, write: "user.passwordProfile"},
	"postalCode":                      {is: isText, write: profile},
	"preferredLanguage":               {is: isText, byDefault: true, write: profile},
	"proxyAddresses":                  {is: isTexts, filter: true},
	"showInAddressList":               {is: isFlag, write: profile},
	"signInSessionsValidFromDateTime": {is: isTime},
	"state":                           {is: isText, write: profile},
	"streetAddress":                   {is: isText, write: profile},
	"surname":                         {is: isText, byDefault: true, filter: true, write: profile},
	"usageLocation":                   {is: isText, filter: true, write: profile, synced: true},
	"userPrincipalName":               {is: isText, byDefault: true, filter: true, write: profile},
	"userType":                        {is: isText, filter: true},
}

var groupSchema = schema{
	"id":                            {is: isText, byDefault: true, filter: true},
	"assignedLicenses":              {is: isList},
	"classification":                {is: isText, byDefault: true},
	"createdDateTime":               {is: isTime, byDefault: true},
	"deletedDateTime":               {is: isTime, byDefault: true},
	"description":                   {is: isText, byDefault: true},
	"displayName":                   {is: isText, byDefault: true, filter: true},
	"expirationDateTime":            {is: isTime, byDefault: true},
	"groupTypes":                    {is: isTexts, byDefault: true},
	"isAssignableToRole":            {is: isFlag, byDefault: true},
	"isManagementRestricted":        {is: isFlag},
	"mail":                          {is: isText, byDefault: true, filter: true},
	"mailEnabled":                   {is: isFlag, byDefault: true, filter: true},
	"mailNickname":                  {is: isText, byDefault: true, filter: true},
	"membershipRule":                {is: isText, byDefault: true},
	"membershipRuleProcessingState": {is: isText, byDefault: true},
	"onPremisesLastSyncDateTime":    {is: isTime, byDefault: true},
	"onPremisesSyncEnabled":         {is: isFlag, byDefault: true},
	"proxyAddresses":                {is: isTexts, byDefault: true, filter: true},
	"renewedDateTime":               {is: isTime, byDefault: true},
	"securityEnabled":               {is: isFlag, byDefault: true, filter: true},
	"securityIdentifier":            {is: isText, byDefault: true},
	"visibility":                    {is: isText, byDefault: true},
}

var skuSchema = schema{
	"id":               {is: isText, byDefault: true},
	"accountId":        {is: isText, byDefault: true},
	"accountName":      {is: isText, byDefault: true},
	"appliesTo":        {is: isText, byDefault: true},
	"capabilityStatus": {is: isText, byDefault: true},
	"consumedUnits":    {is: isCount, byDefault: true},
	"prepaidUnits":     {is: isOne, byDefault: true},
	"servicePlans":     {is: isList, byDefault: true},
	"skuId":            {is: isGUID, byDefault: true},
	"skuPartNumber":    {is: isText, byDefault: true},
	"subscriptionIds":  {is: isTexts, byDefault: true},
}

var organizationSchema = schema{
	"id":                {is: isText, byDefault: true},
	"countryLetterCode": {is: isText, byDefault: true},
	"createdDateTime":   {is: isTime, byDefault: true},
	"displayName":       {is: isText, byDefault: true},
	"verifiedDomains":   {is: isList, byDefault: true},
}

var roleSchema = schema{
	"id":             {is: isText, byDefault: true},
	"description":    {is: isText, byDefault: true},
	"displayName":    {is: isText, byDefault: true},
	"roleTemplateId": {is: isText, byDefault: true},
}

// defaults are the properties shown without $select.
func (s schema) defaults() []string {
	var names []string
	for name, p := range s {
		if p.byDefault {
			names = append(names, name)
		}
	}
	return names
}

// all are all properties.
func (s schema) all() []string {
	var names []string
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// project shows the named properties of a stored object.
func (s schema) project(o object, names []string) object {
	shown := object{}
	for _, name := range names {
		value := o[name]
		if value == nil && (s[name].is == isTexts || s[name].is == isList) {
			value = []any{}
		}
		shown[name] = value
	}
	return shown
}

// fits tells whether a value of a request has the property's type.
func (p property) fits(value any) bool {
	switch v := value.(type) {
	case nil:
		return p.is != isTexts && p.is != isList
	case string:
		if p.is == isTime {
			_, err := time.Parse(time.RFC3339, v)
			return err == nil
		}
		return p.is == isText
	case bool:
		return p.is == isFlag
	case object:
		for name := range v {
			if p.parts != nil && !p.parts.MatchString(name) {
				return false
			}
		}
		return p.is == isOne
	case []any:
		return p.is == isTexts && len(texts(object{"": v}, "")) == len(v)
	}
	return false
}
