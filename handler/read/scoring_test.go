package read_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"usher/steps/step"
)

// score counts how near readings come to their labels.
type score struct {
	tickets, right, dangerous       int
	hits, given, wanted             int // fields
	missingHits, asked, askedWanted int
}

// stated is one field of a user that a ticket states.
type stated struct{ key, value string }

var notLabelled = []string{
	"evidence", "action", "display_name", "confidence", "rehire", "employee_type", "company", "aliases", "password_to",
	"groups_remove_on", "not_before", "confidential", "mailbox.send_as", "mailbox.hold",
}

var (
	blanks  = regexp.MustCompile(`[\s,;.]+`)
	leading = regexp.MustCompile(`^(mailto:|the |team |department )`)
	letters = regexp.MustCompile(`[\p{L}\p{N}_]+`)
	noDigit = regexp.MustCompile(`\D`)
	actions = []step.Action{step.Onboard, step.Offboard, step.Transfer}
	nearly  = []string{
		"manager", "mailbox.delegates", "mailbox.forward_to", "onedrive_to", "mirror_user", "groups",
		"licenses", "shared_mailboxes", "department", "location", "job_title", "mailbox.auto_reply",
	}
)

// plain makes values comparable.
func plain(v any) string {
	text, isText := v.(string)
	if !isText {
		return fmt.Sprintf("=%v", v)
	}
	text = cases.Fold().String(norm.NFKC.String(text))
	text = strings.Trim(blanks.ReplaceAllString(text, " "), ` '"<>()`)
	return leading.ReplaceAllString(text, "")
}

// flat lists the fields of a user, without those that aren't counted.
func flat(user map[string]any, skip []string) map[stated]bool {
	out := map[stated]bool{}
	var put func(key string, v any)
	put = func(key string, v any) {
		last := key[strings.LastIndex(key, ".")+1:]
		if slices.Contains(notLabelled, key) || slices.Contains(skip, key) || slices.Contains(skip, last) {
			return
		}
		switch v := v.(type) {
		case map[string]any:
			for k, inner := range v {
				put(key+"."+k, inner)
			}
		case []any:
			for _, item := range v {
				put(key, item)
			}
		case nil:
		default:
			if v != "" {
				out[stated{key, plain(v)}] = true
			}
		}
	}
	for key, v := range user {
		put(key, v)
	}
	return out
}

// same tells whether two fields say the same.
func same(a, b stated) bool {
	if a == b {
		return true
	}
	if a.key != b.key || strings.HasPrefix(a.value, "=") || strings.HasPrefix(b.value, "=") {
		return false
	}
	switch {
	case a.key == "start_or_last_date" || a.key == "end_date":
		return head(a.value, 16) == head(b.value, 16) && (len(a.value) > 10) == (len(b.value) > 10)
	case slices.Contains(nearly, a.key):
		return overlap(letters.FindAllString(a.value, -1), letters.FindAllString(b.value, -1)) >= 0.6
	case a.key == "phone":
		return tail(noDigit.ReplaceAllString(a.value, ""), 7) == tail(noDigit.ReplaceAllString(b.value, ""), 7)
	}
	return false
}

func head(text string, n int) string { return text[:min(n, len(text))] }

func tail(text string, n int) string { return text[max(0, len(text)-n):] }

func overlap(a, b []string) float64 {
	all, both := map[string]bool{}, map[string]bool{}
	for _, w := range append(slices.Clone(a), b...) {
		all[w] = true
		if slices.Contains(a, w) && slices.Contains(b, w) {
			both[w] = true
		}
	}
	return float64(len(both)) / float64(max(len(all), 1))
}

func hits(wanted, given map[stated]bool) int {
	left := maps.Clone(given)
	n := 0
	for w := range wanted {
		for g := range left {
			if same(w, g) {
				delete(left, g)
				n++
				break
			}
		}
	}
	return n
}

func who(user map[string]any) string {
	return plain(fmt.Sprint(user["first_name"]) + " " + fmt.Sprint(user["last_name"]))
}

func both(a, b map[stated]bool) int {
	n := 0
	for f := range a {
		if b[f] {
			n++
		}
	}
	return n
}

// add scores one ticket and says what is wrong with it.
func (s *score) add(c labelledTicket, got asReading) (lines []string) {
	allowed := append([]step.Action{c.Expected.Action}, c.Expected.AlsoOK...)
	good := slices.Contains(allowed, got.Action)
	s.tickets++
	if good {
		s.right++
	} else {
		lines = append(lines, fmt.Sprintf("%s: read %s, wanted %v", c.ID, got.Action, allowed))
		if slices.Contains(actions, got.Action) {
			s.dangerous++
			lines = append(lines, c.ID+": DANGEROUS")
		}
	}
	lines = append(lines, s.addUsers(c, got, good)...)
	s.askedWanted += len(c.Expected.Missing)
	s.asked += len(got.Missing)
	for _, m := range c.Expected.Missing {
		if slices.Contains(got.Missing, m) {
			s.missingHits++
		}
	}
	return lines
}

func (s *score) addUsers(c labelledTicket, got asReading, good bool) (lines []string) {
	var skip []string
	for _, l := range c.Expected.Lenient {
		first := strings.Fields(l)[0]
		skip = append(skip, first, strings.Split(first, ".")[0])
	}
	left := slices.Clone(got.Users)
	for _, wanted := range c.Expected.Users {
		fields := flat(wanted, skip)
		s.wanted += len(fields)
		best := bestUser(wanted, left, skip)
		if best < 0 || who(left[best]) != who(wanted) && both(flat(left[best], skip), fields) == 0 {
			lines = append(lines, fmt.Sprintf("%s: nobody for %s", c.ID, who(wanted)))
			continue
		}
		user := left[best]
		left = slices.Delete(left, best, best+1)
		if line := s.checkAction(c, got, wanted, user, good); line != "" {
			lines = append(lines, line)
		}
		found := flat(user, skip)
		n := hits(fields, found)
		s.given += len(found)
		s.hits += n
		if n < max(len(fields), len(found)) {
			lines = append(lines, fmt.Sprintf("%s %s: wanted %v, read %v", c.ID, who(wanted), beyond(fields, found), beyond(found, fields)))
		}
	}
	for _, extra := range left {
		s.given += len(flat(extra, skip))
	}
	return lines
}

// checkAction counts a person of whom another action is read than is asked.
func (s *score) checkAction(c labelledTicket, got asReading, wanted, user map[string]any, good bool) string {
	want, read := actionOf(wanted, c.Expected.Action), actionOf(user, got.Action)
	if !good || !slices.Contains(actions, read) || read == want || slices.Contains(c.Expected.AlsoOK, read) {
		return ""
	}
	s.dangerous++
	return fmt.Sprintf("%s: %s read %s, wanted %s DANGEROUS", c.ID, who(wanted), read, want)
}

func actionOf(user map[string]any, otherwise step.Action) step.Action {
	if own, ok := user["action"].(string); ok && own != "" {
		return step.Action(own)
	}
	return otherwise
}

func bestUser(wanted map[string]any, users []map[string]any, skip []string) int {
	best, most := -1, -1
	fields := flat(wanted, skip)
	for i, user := range users {
		n := both(flat(user, skip), fields)
		if who(user) == who(wanted) {
			n += 1000
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

func beyond(a, b map[stated]bool) []string {
	var list []string
	for f := range a {
		if !b[f] {
			list = append(list, f.key+"="+f.value)
		}
	}
	slices.Sort(list)
	return list
}

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func (s *score) accuracy() float64         { return part(s.right, s.tickets) }
func (s *score) missingRecall() float64    { return part(s.missingHits, s.askedWanted) }
func (s *score) missingPrecision() float64 { return part(s.missingHits, s.asked) }

func (s *score) f1() float64 {
	precision, recall := part(s.hits, s.given), part(s.hits, s.wanted)
	if precision+recall == 0 {
		return 0
	}
	return 2 * precision * recall / (precision + recall)
}

func (s *score) String() string {
	text, err := json.Marshal(map[string]any{
		"tickets": s.tickets, "action_accuracy": s.accuracy(), "dangerous": s.dangerous, "field_precision": part(s.hits, s.given),
		"field_recall": part(s.hits, s.wanted), "field_f1": s.f1(), "missing_asked": s.missingRecall(), "missing_precision": s.missingPrecision(),
	})
	if err != nil {
		return err.Error()
	}
	return string(text)
}
