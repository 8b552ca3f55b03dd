package sim

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// exchangeSystem is Exchange Online's InvokeCommand, which runs one cmdlet.
func exchangeSystem() system {
	cmdlets := exchangeCmdlets()
	return system{
		identify: func(c *call) {
			if len(c.segments) > 2 {
				if of, known := c.world.tenant(c.segments[2]); known {
					c.tenant = of
				}
			}
			c.bear()
			c.cmdlet = text(inner(c.json(), "CmdletInput"), "CmdletName")
		},
		changing: func(c *call) bool {
			return c.cmdlet != "" && !strings.HasPrefix(strings.ToLower(c.cmdlet), "get-")
		},
		do: func(c *call) answer { return traced(doExchange(c, cmdlets)) },
		fail: func(_ *call, status int) answer {
			if status == http.StatusTooManyRequests {
				return traced(answer{status: status, body: []byte("You have reached the maximum number of concurrent requests per tenant. Please wait and try again.")})
			}
			return traced(exchangeError(status, "Microsoft.Exchange.Data.Directory.ADTransientException", http.StatusText(status)))
		},
	}
}

// parameter is the type of a cmdlet's parameter.
type parameter string

const (
	aText   parameter = "text"
	aFlag   parameter = "flag"
	aNumber parameter = "number"
	aList   parameter = "list"   // of texts; a single text is taken for one
	aChange parameter = "change" // hashtable with add and remove
)

// cmdlet is one command that the app's roles hold.
type cmdlet struct {
	name       string
	parameters map[string]parameter
	run        func(*command) result
}

// command is one cmdlet being run.
type command struct {
	*call
	given object // parameters by the names of the table
}

// result is what a cmdlet puts out.
type result struct {
	rows     []object
	silent   bool // puts out nothing on success
	warnings []string
	failed   *failure
}

// failure is an error of Exchange.
type failure struct {
	status          int
	exception, says string
	already         bool
}

func fails(exception, format string, args ...any) result {
	return result{failed: &failure{status: http.StatusBadRequest, exception: exception, says: fmt.Sprintf(format, args...)}}
}

// missing is how Exchange says that an object isn't there.
func missing(name string) result {
	return result{failed: &failure{
		status: http.StatusNotFound, exception: "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
		says: fmt.Sprintf("The operation couldn't be performed because object '%s' couldn't be found on 'SIM01A001DC01.PROD.OUTLOOK.EXAMPLE'.", name),
	}}
}

// exchangeError is an error in one of Exchange's shapes: the human text comes
// last in a message of three parts.
func exchangeError(status int, exception, says string) answer {
	code := http.StatusText(status)
	return answer{status: status, header: map[string]string{"X-ExceptionType": exception[strings.LastIndexByte(exception, '.')+1:]},
		body: object{"error": object{
			"code": strings.ReplaceAll(code, " ", ""), "message": "Error executing cmdlet",
			"details":    []any{object{"code": "Context", "target": "", "message": "Ex9F43BC|" + exception + "|" + says}},
			"innererror": object{"message": "Error executing cmdlet", "type": "Microsoft.Exchange.Admin.OData.Core.ODataServiceException", "internalexception": object{"message": says, "type": exception}},
		}}}
}

func traced(a answer) answer {
	header := map[string]string{"request-id": uuid.NewString()}
	for name, value := range a.header {
		header[name] = value
	}
	a.header = header
	return a
}

func doExchange(c *call, cmdlets []cmdlet) answer {
	if wrong := c.exchangeRefusal(); wrong != nil {
		return *wrong
	}
	input := inner(c.json(), "CmdletInput")
	at := slices.IndexFunc(cmdlets, func(known cmdlet) bool { return same(known.name, c.cmdlet) })
	if at < 0 || !c.mayRun(cmdlets[at]) {
		return exchangeError(http.StatusForbidden, "Microsoft.Exchange.Configuration.Authorization.CmdletAccessDeniedException",
			fmt.Sprintf("The cmdlet '%s' is not present in the role definition of the current user.", c.cmdlet))
	}
	given, wrong := readParameters(cmdlets[at], inner(input, "Parameters"))
	if wrong != nil {
		return *wrong
	}
	done := cmdlets[at].run(&command{call: c, given: given})
	if f := done.failed; f != nil {
		a := exchangeError(f.status, f.exception, f.says)
		a.already = f.already
		return a
	}
	return c.output(done)
}

// exchangeRefusal says why a request isn't let in; nil where it is.
func (c *call) exchangeRefusal() *answer {
	var a answer
	why := c.refused(exchangeAudience)
	switch {
	case len(c.segments) != 4 || c.segments[0] != "adminapi" || c.segments[1] != "beta" || c.segments[3] != "InvokeCommand":
		a = exchangeError(http.StatusNotFound, "Microsoft.Exchange.Admin.OData.NotFoundException", "There is only adminapi/beta/{tenant}/InvokeCommand here.")
	case c.method != http.MethodPost:
		a = exchangeError(http.StatusMethodNotAllowed, "Microsoft.Exchange.Admin.OData.MethodException", "Cmdlets are posted, their next pages too.")
	case why != "":
		a = answer{status: http.StatusUnauthorized, header: map[string]string{"WWW-Authenticate": `Bearer error="invalid_token"`}}
	case !c.granted(exchangePermission) || !slices.ContainsFunc(exchangeRoles, c.holds):
		a = exchangeError(http.StatusForbidden, "Microsoft.Exchange.Configuration.Authorization.UnauthorizedAccessException",
			"The role assigned to application "+c.token.App+" isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.")
	case !c.anchored():
		a = exchangeError(http.StatusBadRequest, "Microsoft.Exchange.Routing.ErrorIncorrectRoutingHint", "ErrorIncorrectRoutingHint: X-AnchorMailbox points to another organization.")
	case !strings.HasPrefix(c.header.Get("Content-Type"), "application/json") || c.cmdlet == "":
		a = exchangeError(http.StatusBadRequest, "Microsoft.Exchange.Admin.OData.InvalidInputException", "The body must be JSON with CmdletInput.CmdletName.")
	default:
		return nil
	}
	return &a
}

// exchangeRoles are the Entra roles that Exchange lets apps in with. Those of
// writingRoles may change something, the others only look.
// Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2
var (
	writingRoles  = []string{"Exchange Administrator", "Exchange Recipient Administrator", "Global Administrator"}
	exchangeRoles = append([]string{"Compliance Administrator", "Global Reader", "Helpdesk Administrator",
		"Security Administrator", "Security Reader"}, writingRoles...)
)

func (c *call) mayRun(known cmdlet) bool {
	return strings.HasPrefix(known.name, "Get-") || slices.ContainsFunc(writingRoles, c.holds)
}

var anchorDomain = regexp.MustCompile(`@([^@]+)$`)

// anchored tells whether X-AnchorMailbox, where it is given, is a hint to a
// mailbox of this tenant.
func (c *call) anchored() bool {
	anchor := c.header.Get("X-AnchorMailbox")
	if anchor == "" {
		return true
	}
	domain := anchorDomain.FindStringSubmatch(anchor)
	org := c.world.store.organization(c.tenant)
	return domain != nil && (same(domain[1], text(org, "id")) || has(domains(org), domain[1]))
}

// readParameters takes the parameters by the names of the table, upper and
// lower case alike. Parameters are trimmed by role like cmdlets.
func readParameters(known cmdlet, asked object) (object, *answer) {
	given := object{}
	for name, value := range asked {
		at := ""
		for candidate := range known.parameters {
			if same(candidate, name) {
				at = candidate
			}
		}
		if at == "" {
			a := exchangeError(http.StatusForbidden, "Microsoft.Exchange.Configuration.Authorization.ParameterAccessDeniedException",
				fmt.Sprintf("The parameter '%s' of '%s' is not present in the role definition of the current user.", name, known.name))
			return nil, &a
		}
		if !known.parameters[at].fits(value) {
			a := exchangeError(http.StatusBadRequest, "System.Management.Automation.ParameterBindingException",
				fmt.Sprintf("Cannot process argument transformation on parameter '%s'.", at))
			return nil, &a
		}
		given[at] = value
	}
	return given, nil
}

func (p parameter) fits(value any) bool {
	switch v := value.(type) {
	case nil:
		return p == aText || p == aList
	case string:
		_, err := strconv.ParseFloat(v, 64)
		return p == aText || p == aList || p == aNumber && (err == nil || same(v, "unlimited"))
	case bool:
		return p == aFlag
	case float64:
		return p == aNumber
	case []any:
		return p == aList
	case object:
		return p == aChange && text(v, "@odata.type") == "#Exchange.GenericHashTable"
	}
	return false
}

// list reads a parameter that may be one text or several.
func (c *command) list(name string) []string {
	if one := text(c.given, name); one != "" {
		return []string{one}
	}
	return texts(c.given, name)
}

func (c *command) has(name string) bool { _, given := c.given[name]; return given }

// exchangePage is how many rows a page holds at most, whatever is preferred.
const exchangePage = 5

var preferredSize = regexp.MustCompile(`odata\.maxpagesize=(\d+)`)

// output answers with the rows, a page at a time. The next page is asked for
// with another POST of the same body.
func (c *call) output(done result) answer {
	if done.silent && len(done.warnings) == 0 {
		return answer{status: http.StatusOK}
	}
	size := exchangePage
	if preferred := preferredSize.FindStringSubmatch(c.header.Get("Prefer")); preferred != nil {
		if asked, err := strconv.Atoi(preferred[1]); err == nil && asked > 0 {
			size = min(asked, exchangePage)
		}
	}
	skip, names, wrong := c.exchangeQuery()
	if wrong != nil {
		return *wrong
	}
	rows := done.rows[min(skip, len(done.rows)):]
	body := object{"@odata.context": c.base + "/exchange/adminapi/beta/$metadata#Collection(Exchange.Core)"}
	if len(rows) > size {
		token := base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(skip + size)))
		body["@odata.nextLink"] = c.base + c.path + "?" + nextQuery(names, token)
		rows = rows[:size]
	}
	value := []any{}
	for _, row := range rows {
		value = append(value, selected(row, names))
	}
	body["value"] = value
	if len(done.warnings) > 0 {
		body["@adminapi.warnings"] = list(done.warnings)
	}
	return okay(body)
}
