package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"time"
)

// settings are what the doors under /_sim/ set. They outlive a restart.
type settings struct {
	Lag      int                `json:"lag,omitempty"`     // reads
	Latency  map[string]int     `json:"latency,omitempty"` // ms by system
	Offset   time.Duration      `json:"offset,omitempty"`  // of the world's clock
	Seed     uint64             `json:"seed,omitempty"`
	Faults   []rule             `json:"faults,omitempty"`
	Consents map[string]consent `json:"consents,omitempty"` // by tenant's short name
	Secrets  map[string]signer  `json:"secrets,omitempty"`  // by desk's customer
	Keys     map[string]string  `json:"keys,omitempty"`     // hash of the one key that a system takes, by system
	Codebase string             `json:"codebase,omitempty"` // first part of ConnectWise's paths, where it was changed
	OldPush  bool               `json:"oldPush,omitempty"`  // Password Pusher knows its old API only
}

// consent is what a tenant granted the app.
type consent struct {
	Scopes []string `json:"scopes"` // application permissions of Graph and Exchange
	Roles  []string `json:"roles"`  // Entra roles, by display name
}

// consents returns what the app holds in a tenant now.
func (w *World) consents(tenant string) consent {
	if set, ok := w.settings.Consents[tenant]; ok {
		return set
	}
	return defaultConsent()
}

// defaultConsent is what on- and offboarding need, and no more: nothing that
// reaches privileged accounts.
func defaultConsent() consent {
	return consent{
		Scopes: []string{
			"User.ReadWrite.All", "User.Read.All", "User.EnableDisableAccount.All", "User.RevokeSessions.All",
			"User-PasswordProfile.ReadWrite.All", "User.DeleteRestore.All",
			"LicenseAssignment.ReadWrite.All", "GroupMember.ReadWrite.All", "Group.ReadWrite.All",
			"MailboxSettings.ReadWrite", "Mail.Send", "UserAuthMethod-TAP.ReadWrite.All", "UserAuthenticationMethod.ReadWrite.All",
			"DeviceManagementManagedDevices.PrivilegedOperations.All", "DeviceManagementManagedDevices.Read.All",
			"DeviceManagementApps.ReadWrite.All", "Device.ReadWrite.All", "Files.ReadWrite.All", "Calendars.ReadWrite",
			"Domain.Read.All", "Organization.Read.All", exchangePermission,
		},
		Roles: []string{"Exchange Recipient Administrator"},
	}
}

// signer checks signatures without keeping the secret: the two states of
// SHA-256 into which HMAC puts its key (RFC 2104).
type signer struct {
	Inner string `json:"inner"`
	Outer string `json:"outer"`
}

func newSigner(secret string) (signer, error) {
	pad := make([]byte, sha256.BlockSize)
	if len(secret) > sha256.BlockSize {
		short := sha256.Sum256([]byte(secret))
		copy(pad, short[:])
	} else {
		copy(pad, secret)
	}
	inner, err := keyed(pad, 0x36)
	if err != nil {
		return signer{}, err
	}
	outer, err := keyed(pad, 0x5c)
	return signer{inner, outer}, err
}

func keyed(pad []byte, flip byte) (string, error) {
	block := make([]byte, len(pad))
	for i, b := range pad {
		block[i] = b ^ flip
	}
	h := sha256.New()
	h.Write(block)
	marshaler, ok := h.(encoding.BinaryMarshaler)
	if !ok {
		return "", errors.New("this SHA-256 can't be stored half-way")
	}
	state, err := marshaler.MarshalBinary()
	return base64.StdEncoding.EncodeToString(state), err
}

func resumed(state string) (hash.Hash, error) {
	raw, err := base64.StdEncoding.DecodeString(state)
	if err != nil {
		return nil, fmt.Errorf("a desk's secret: %w", err)
	}
	h := sha256.New()
	unmarshaler, ok := h.(encoding.BinaryUnmarshaler)
	if !ok {
		return nil, errors.New("this SHA-256 can't be taken up half-way")
	}
	return h, unmarshaler.UnmarshalBinary(raw)
}

// signed tells whether mac is the secret's HMAC-SHA256 of the message.
func (s signer) signed(message, mac []byte) (bool, error) {
	inner, err := resumed(s.Inner)
	if err != nil {
		return false, err
	}
	outer, err := resumed(s.Outer)
	if err != nil {
		return false, err
	}
	inner.Write(message)
	outer.Write(inner.Sum(nil))
	return hmac.Equal(outer.Sum(nil), mac), nil
}
