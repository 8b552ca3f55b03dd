package sim

// recipient finds who or what has an address in a tenant: a mailbox or a
// group with mail. Exchange names them by UPN, primary address, id or alias.
func (s *store) recipient(of, name string) object {
	if name == "" {
		return nil
	}
	if box := s.mailbox(of, name); box != nil {
		return box
	}
	return s.mailGroup(of, name)
}

func (s *store) mailbox(of, name string) object {
	return s.find(of, mailboxKind, func(o object) bool {
		named := same(text(o, "upn"), name) || same(text(o, "primarySmtpAddress"), name) ||
			same(text(o, "id"), name) || same(text(o, "alias"), name)
		return named && !flag(o, "destroyed")
	})
}

func (s *store) mailGroup(of, name string) object {
	return s.find(of, groupKind, func(o object) bool {
		return flag(o, "mailEnabled") &&
			(same(text(o, "id"), name) || same(text(o, "mail"), name) || same(text(o, "mailNickname"), name))
	})
}
