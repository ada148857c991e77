package bot

import (
	"context"
	"slices"
	"time"

	"qunwen/bot/period"
	"qunwen/bot/say"
	"qunwen/index"
)

// enoughCoverage is how much of a question must have been said at the best place
// of a period for that to be shown whatever was said at other times: a share of
// its words by rarity.
const enoughCoverage = 0.5

// search looks for what answers q, asked at the given moment, in the time to
// which q limits it. If the group said nothing useful then, search looks in all
// times, and the period says so.
func (b *Bot) search(ctx context.Context, q *Question, opt index.Options, asked time.Time) (index.Result, say.Period, error) {
	p, ok := period.Read(q.Text, asked.In(b.cfg.Zone))
	if !ok {
		found, err := b.cfg.Searcher.Search(ctx, q.Text, opt)
		return found, say.Period{}, err
	}
	then := opt
	then.Since, then.Before = p.From, p.To.Add(-1)
	if !opt.Before.IsZero() && opt.Before.Before(then.Before) {
		then.Before = opt.Before
	}
	within, err := b.cfg.Searcher.Search(ctx, p.Topic, then)
	if err != nil {
		return within, say.Period{}, err
	}
	found, err := b.cfg.Searcher.Search(ctx, p.Topic, opt)
	if err != nil {
		return found, say.Period{}, err
	}
	if found.Verdict != index.None && holdsUp(&within, &found) {
		return within, say.Period{Name: p.String()}, nil
	}
	return found, say.Period{Name: p.String(), Lifted: true, Verdict: within.Verdict}, nil
}

// holdsUp reports whether what was found in a period supports what is said of it:
// much of the question was said there, or it is one of the best places of all
// times. A short period has little to compare a place with, so that its verdict
// alone does not count.
func holdsUp(within, found *index.Result) bool {
	if within.Verdict == index.None || len(within.Hits) == 0 {
		return false
	}
	best := &within.Hits[0]
	return best.Coverage >= enoughCoverage || slices.ContainsFunc(found.Hits, func(h index.Hit) bool { return h.ThreadID == best.ThreadID })
}
