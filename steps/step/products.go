package step

// productNames are the names that people know SKUs by. A SKU that isn't here
// is shown by its part number.
// Source: learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
var productNames = map[string]string{
	"AAD_PREMIUM":              "Microsoft Entra ID P1",
	"AAD_PREMIUM_P2":           "Microsoft Entra ID P2",
	"DESKLESSPACK":             "Office 365 F3",
	"EMS":                      "Enterprise Mobility + Security E3",
	"EMSPREMIUM":               "Enterprise Mobility + Security E5",
	"ENTERPRISEPACK":           "Office 365 E3",
	"ENTERPRISEPREMIUM":        "Office 365 E5",
	"EXCHANGEDESKLESS":         "Exchange Online Kiosk",
	"EXCHANGEENTERPRISE":       "Exchange Online (Plan 2)",
	"EXCHANGESTANDARD":         "Exchange Online (Plan 1)",
	"FLOW_FREE":                "Microsoft Power Automate Free",
	"INTUNE_A":                 "Intune",
	"M365_F1":                  "Microsoft 365 F1",
	"Microsoft_365_Copilot":    "Microsoft Copilot for Microsoft 365",
	"O365_BUSINESS":            "Microsoft 365 Apps for business",
	"O365_BUSINESS_ESSENTIALS": "Microsoft 365 Business Basic",
	"O365_BUSINESS_PREMIUM":    "Microsoft 365 Business Standard",
	"OFFICESUBSCRIPTION":       "Microsoft 365 Apps for enterprise",
	"POWER_BI_PRO":             "Power BI Pro",
	"POWER_BI_STANDARD":        "Power BI (free)",
	"PROJECTPROFESSIONAL":      "Project Plan 3",
	"SPB":                      "Microsoft 365 Business Premium",
	"SPE_E3":                   "Microsoft 365 E3",
	"SPE_E5":                   "Microsoft 365 E5",
	"SPE_F1":                   "Microsoft 365 F3",
	"STANDARDPACK":             "Office 365 E1",
	"TEAMS_EXPLORATORY":        "Microsoft Teams Exploratory",
	"VISIOCLIENT":              "Visio Plan 2",
	"VISIOONLINE_PLAN1":        "Visio Plan 1",
}

// ProductName is what people call a SKU, by its part number; the part number
// itself where no name is known.
func ProductName(part string) string {
	if name, known := productNames[part]; known {
		return name
	}
	return part
}
