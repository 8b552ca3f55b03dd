package blank_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/infra/dev/blank"
)

// repository copies as much of the real one as steps need to compile: their
// vocabulary, the steps themselves and the catalogue.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	top := filepath.Join("..", "..", "..")
	for _, pattern := range []string{"go.*", "steps/*.go", "steps/step/*.go", "steps/onboard/*.go", "steps/offboard/*.go", "steps/records/*.go"} {
		files, err := filepath.Glob(filepath.Join(top, filepath.FromSlash(pattern)))
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			from, err := filepath.Rel(top, file)
			require.NoError(t, err)
			copied := filepath.Join(root, from)
			require.NoError(t, os.MkdirAll(filepath.Dir(copied), 0o750))
			require.NoError(t, os.WriteFile(copied, text, 0o600))
		}
	}
	return root
}

func TestWhatIsWrittenCompiles(t *testing.T) {
	t.Parallel()
	root := repository(t)
	for _, one := range []blank.Step{
		{Name: "cancel-meetings", Package: "offboard"},
		{Name: "greet", Package: "onboard"},
		{Name: "update-profile", Package: "transfer"}, // the first of its package
		{Name: "update-contact", Package: "records"},
	} {
		written, err := one.Write(root)
		require.NoError(t, err)
		require.Equal(t, []string{one.File(), one.TestFile(), "steps/steps.go"}, written[:3])
	}
	vet := exec.CommandContext(t.Context(), "go", "vet", "./steps")
	vet.Dir = root
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s", out)

	catalogue, err := os.ReadFile(filepath.Join(root, "steps", "steps.go"))
	require.NoError(t, err)
	require.Contains(t, string(catalogue), "\t\toffboard.CancelMeetings,\n\t\tonboard.", "the last of its package")
	require.Contains(t, string(catalogue), "\t\trecords.UpdateContact,\n\t\ttransfer.UpdateProfile,\n\t\trecords.UpdateTicket,\n\t}\n", "the closing note stays the last")
	require.Contains(t, string(catalogue), "\t\"usher/steps/step\"\n\t\"usher/steps/transfer\"\n")
}

func TestWhatIsWritten(t *testing.T) {
	t.Parallel()
	root := repository(t)
	_, err := blank.Step{Name: "cancel-meetings", Package: "offboard"}.Write(root)
	require.NoError(t, err)
	source, err := os.ReadFile(filepath.Join(root, "steps", "offboard", "cancel_meetings.go"))
	require.NoError(t, err)
	require.Contains(t, string(source), "var CancelMeetings = step.Step{\n\tName:  \"cancel-meetings\",\n\tTitle: \"Cancel meetings\",\n")
	test, err := os.ReadFile(filepath.Join(root, "steps", "offboard", "cancel_meetings_test.go"))
	require.NoError(t, err)
	require.Contains(t, string(test), "func TestCancelMeetings(t *testing.T) {\n\tt.Parallel()\n\tsteptest.Contract(t, offboard.CancelMeetings,\n")
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	root := repository(t)
	for _, c := range []struct {
		step blank.Step
		want string
	}{
		{blank.Step{Name: "CancelMeetings", Package: "offboard"}, `"CancelMeetings" can't be a step's name`},
		{blank.Step{Name: "cancel_meetings", Package: "offboard"}, "write it in small letters with hyphens"},
		{blank.Step{Name: "", Package: "offboard"}, "can't be a step's name"},
		{blank.Step{Name: "cancel-meetings", Package: "offbord"}, `there is no package "offbord" for steps; there are onboard, offboard, transfer, records`},
		{blank.Step{Name: "block-sign-in", Package: "offboard"}, "the catalogue has offboard.BlockSignIn already"},
		{blank.Step{Name: "offboard", Package: "offboard"}, "steps/offboard/offboard.go is there already"},
	} {
		_, err := c.step.Write(root)
		require.ErrorContains(t, err, c.want)
	}
}
