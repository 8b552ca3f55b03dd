package azure

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/handler/flow"
)

// A row is one entity. Its data lies in binary properties d00, d01 and so on,
// because a property holds 64 KiB at most. The property saves names the commit
// that wrote the entity and, where that one replaced a row that it had read,
// the commits before it: whoever doesn't know how a commit of theirs ended
// finds its name there, also after others have gone on from it.
const (
	chunk     = 64 << 10
	savesName = "saves"
	// savesKept is how many commits an entity names: more than anybody makes
	// while a single commit is in doubt.
	savesKept = 8
)

// newSave names a commit: 65 random bits.
func newSave() string { return rand.Text()[:13] }

// entityOf writes a row as an entity.
func entityOf(partition string, change flow.Change, save string) ([]byte, error) {
	_, before := splitVersion(change.Version)
	saves := append([]string{save}, before...)
	entity := map[string]string{
		"PartitionKey": partition,
		"RowKey":       change.Key,
		savesName:      strings.Join(saves[:min(len(saves), savesKept)], " "),
	}
	n := 0
	for part := range slices.Chunk(change.Data, chunk) {
		entity[chunkName(n)] = base64.StdEncoding.EncodeToString(part)
		entity[chunkName(n)+"@odata.type"] = "Edm.Binary"
		n++
	}
	return json.Marshal(entity)
}

func chunkName(n int) string { return fmt.Sprintf("d%02d", n) }

// rowOf reads an entity. Its ETag stands in the answer's header where that is
// about one entity, and in each entity of a list that asks for it.
func rowOf(text []byte, etag string) (flow.Row, error) {
	var entity map[string]any
	if err := json.Unmarshal(text, &entity); err != nil {
		return flow.Row{}, fmt.Errorf("read entity: %w", err)
	}
	key, _ := entity["RowKey"].(string)
	if etag == "" {
		etag, _ = entity["odata.etag"].(string)
	}
	if key == "" || etag == "" {
		return flow.Row{}, errors.New("read entity: it has no key or no etag")
	}
	saves, _ := entity[savesName].(string)
	row := flow.Row{Key: key, Version: version(etag, saves)}
	for n := 0; ; n++ {
		text, there := entity[chunkName(n)].(string)
		if !there {
			return row, nil
		}
		part, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return flow.Row{}, fmt.Errorf("read row %s: %w", key, err)
		}
		row.Data = append(row.Data, part...)
	}
}

// version is a row's version: the entity's ETag, by which Table Storage tells
// saves apart, and the commits that led to it.
func version(etag, saves string) string { return etag + " " + saves }

// splitVersion returns both parts of a version.
func splitVersion(version string) (etag string, saves []string) {
	etag, rest, _ := strings.Cut(version, " ")
	return etag, strings.Fields(rest)
}
