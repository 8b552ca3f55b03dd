package read

import "time"

// months holds the names of months and their short forms, in the languages
// that tickets come in.
var months = monthsOf([12]string{
	"january jan januar jänner janvier janv enero ene januari",
	"february feb februar février févr fevrier febrero februari",
	"march mar märz maerz mrz mars marzo maart mrt",
	"april apr avril avr abril abr",
	"may mai mayo mei",
	"june jun juni juin junio",
	"july jul juli juillet juil julio",
	"august aug août aout agosto ago augustus",
	"september sep sept septembre septiembre",
	"october oct oktober okt octobre octubre",
	"november nov novembre noviembre",
	"december dec dezember dez décembre déc diciembre dic",
})

func monthsOf(names [12]string) map[string]time.Month {
	table := map[string]time.Month{}
	for i, list := range names {
		for _, name := range splitWords(list) {
			table[name] = time.Month(i + 1)
		}
	}
	return table
}

// weekdays holds the names of weekdays. Short forms that are words of their
// own, such as "sat", are left out.
var weekdays = weekdaysOf([7]string{
	"sunday sun sonntag dimanche domingo zondag",
	"monday mon montag lundi lunes maandag",
	"tuesday tue tues dienstag mardi martes dinsdag",
	"wednesday wed mittwoch mercredi miércoles miercoles woensdag",
	"thursday thu thur thurs donnerstag jeudi jueves donderdag",
	"friday fri freitag vendredi viernes vrijdag",
	"saturday samstag samedi sábado zaterdag",
})

func weekdaysOf(names [7]string) map[string]time.Weekday {
	table := map[string]time.Weekday{}
	for i, list := range names {
		for _, name := range splitWords(list) {
			table[name] = time.Weekday(i)
		}
	}
	return table
}

// relativeDays holds words that name a day by its distance from today.
var relativeDays = map[string]int{
	"today": 0, "tonight": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0, "vandaag": 0,
	"tomorrow": 1, "tmrw": 1, "tomorow": 1, "demain": 1, "mañana": 1, "morgen": 1,
	"yesterday": -1, "gestern": -1, "hier": -1, "ayer": -1, "gisteren": -1,
}

// counts holds numbers as words.
var counts = map[string]int{
	"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
	"ein": 1, "eine": 1, "einen": 1, "zwei": 2, "drei": 3, "deux": 2, "trois": 3, "dos": 2, "tres": 3, "twee": 2, "drie": 3,
}

// units holds the days of a unit of time.
var units = map[string]int{
	"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365, "fortnight": 14,
	"tag": 1, "tage": 1, "tagen": 1, "woche": 7, "wochen": 7, "monat": 30, "monate": 30, "monaten": 30,
	"jour": 1, "jours": 1, "semaine": 7, "semaines": 7, "mois": 30, "día": 1, "días": 1, "semana": 7, "semanas": 7, "mes": 30, "meses": 30,
	"dag": 1, "dagen": 1, "weken": 7, "maand": 30, "maanden": 30,
}

// zones are words after a clock time that belong to it.
var zones = map[string]bool{
	"et": true, "est": true, "edt": true, "ct": true, "cst": true, "cdt": true, "mt": true, "mst": true, "mdt": true,
	"pt": true, "pst": true, "pdt": true, "gmt": true, "bst": true, "utc": true, "cet": true, "cest": true, "hrs": true, "uhr": true, "hours": true, "uur": true, "heures": true,
	"sharp": true, "local": true,
}
