package embedded_test

import "errors"

func limitFiles(uint64) error { return errors.New("files can't be limited here") }
