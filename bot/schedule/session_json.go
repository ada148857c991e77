package schedule

import (
	"encoding/json"
	"time"
)

// MarshalJSON gives null for what is not known.
func (s Session) MarshalJSON() ([]byte, error) {
	said := func(v string) *string {
		if v == "" {
			return nil
		}
		return &v
	}
	var days []*string
	if s.Date == "" && s.DateRange != [2]string{} {
		days = []*string{said(s.DateRange[0]), said(s.DateRange[1])}
	}
	var byHand *time.Time
	if !s.ByHand.IsZero() {
		byHand = &s.ByHand
	}
	return json.Marshal(struct {
		ID          string              `json:"id"`
		Date        *string             `json:"date"`
		Start       *string             `json:"start"`
		End         *string             `json:"end,omitempty"`
		Room        string              `json:"room"`
		Speaker     *string             `json:"speaker"`
		AnnouncedAs *string             `json:"announced_as,omitempty"`
		Topic       *string             `json:"topic"`
		Status      Status              `json:"status"`
		DateRange   []*string           `json:"date_range,omitempty"`
		Problem     string              `json:"problem,omitempty"`
		Every       string              `json:"every,omitempty"`
		MovedFrom   []string            `json:"moved_from,omitempty"`
		ByHand      *time.Time          `json:"by_hand,omitempty"`
		Source      *Source             `json:"source"`
		Sources     map[string][]string `json:"sources"`
	}{s.ID, said(s.Date), said(s.Start), said(s.End), s.Room, said(s.Speaker), said(s.AnnouncedAs), said(s.Topic), s.Status, days, s.Problem, s.Every, s.MovedFrom, byHand, s.Source, s.Sources})
}
