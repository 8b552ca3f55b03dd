package read

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"usher/steps/step"
)

func TestDebug(t *testing.T) {
	f, _ := os.Open(os.Getenv("DEBUG_FILE"))
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var tk step.Ticket
		json.Unmarshal(in.Bytes(), &tk)
		if tk.ID != os.Getenv("DEBUG_ID") {
			continue
		}
		d := newDocument(tk)
		v := d.judge()
		fmt.Println("action", v.action, "lean", v.lean, v.score, "doubt", v.doubtful, "mixed", v.mixed, "approval", d.approval, "reply", d.reply)
		for _, s := range d.sentences {
			fmt.Printf("S subj=%v item=%v by=%q: %q\n    %s\n", s.subject, s.item, s.by, s.plain, s.tagged)
			for _, sg := range append(append(append([]sign{}, personSigns...), ticketSigns...), append(noneSigns, foreignSigns...)...) {
				if m := sg.in(s); m != nil {
					fmt.Println("      ", sg.action, sg.weight, sg.expr.String()[:min(90, len(sg.expr.String()))])
				}
			}
			if doubtSigns.match(s) {
				fmt.Println("      DOUBT")
			}
		}
		for _, s := range d.context {
			fmt.Printf("C %q\n", s.plain)
		}
		for _, f := range d.fields {
			fmt.Printf("F %d %q   <- %q\n", f.key, f.value, f.line)
		}
		for _, tb := range d.tables {
			fmt.Printf("T %+v\n", tb)
		}
		for _, p := range d.people.list {
			fmt.Printf("P %q %s score=%v other=%d apart=%v signer=%v\n", p.name, p.address, p.score, p.other, p.apart, p.signer)
		}
		for _, m := range d.tags.moments {
			fmt.Printf("M %+v\n", m)
		}
		drafts := d.subjects(&v)
		for _, dr := range drafts {
			fmt.Println("DRAFT", dr.FirstName, dr.LastName)
		}
	}
}
