package judge

import (
	"fmt"
	"math"
	"strings"
)

// The picture's measures, in pixels.
const (
	svgWidth  = 480
	svgHeight = 320
	svgLeft   = 56 // of the plane between the axes
	svgRight  = 460
	svgTop    = 40
	svgBottom = 264
)

// SVG draws the curve: a whole file that needs nothing else, the same bytes
// for the same curve. Coverage is to the right, risk up, the verdict's point
// is marked.
func (c *Curve) SVG() []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	top, step := c.scale()
	x := func(coverage float64) float64 { return svgLeft + coverage*(svgRight-svgLeft) }
	y := func(risk float64) float64 { return svgBottom - risk/top*(svgBottom-svgTop) }

	line(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">`,
		svgWidth, svgHeight, svgWidth, svgHeight)
	line(`<title>风险—覆盖率曲线</title>`)
	line(`<rect width="100%%" height="100%%" fill="#fff"/>`)
	line(`<text x="%d" y="24" font-size="14">风险—覆盖率曲线，曲线下面积 %.3f</text>`, svgLeft, c.AURC)

	for i := 0; i <= 5; i++ {
		v := float64(i) / 5
		line(`<path d="M%.1f %dV%d" stroke="#ddd"/>`, x(v), svgTop, svgBottom)
		line(`<text x="%.1f" y="%d" text-anchor="middle">%.0f%%</text>`, x(v), svgBottom+18, v*100)
	}
	for i := 0; ; i++ {
		v := float64(i) * step
		if v > top+step/2 {
			break
		}
		line(`<path d="M%d %.1fH%d" stroke="#ddd"/>`, svgLeft, y(v), svgRight)
		line(`<text x="%d" y="%.1f" text-anchor="end">%.0f%%</text>`, svgLeft-6, y(v)+4, v*100)
	}
	line(`<path d="M%d %dV%dH%d" fill="none" stroke="#333"/>`, svgLeft, svgTop, svgBottom, svgRight)
	line(`<text x="%d" y="%d" text-anchor="middle">答了的占全部问题（覆盖率）</text>`, (svgLeft+svgRight)/2, svgBottom+42)
	line(`<text transform="translate(14 %d) rotate(-90)" text-anchor="middle">答了的当中答错的（风险）</text>`, (svgTop+svgBottom)/2)

	path := make([]string, 0, len(c.Points))
	for _, p := range c.Points {
		path = append(path, fmt.Sprintf("%.1f %.1f", x(p.Coverage), y(p.Risk)))
	}
	line(`<path d="M%s" fill="none" stroke="#1f5fa8" stroke-width="2" stroke-linejoin="round"/>`, strings.Join(path, "L"))

	v := c.Verdict
	px, py := x(v.Coverage), y(v.Risk)
	line(`<circle cx="%.1f" cy="%.1f" r="5" fill="#c0392b"/>`, px, py)
	anchor, dx := "start", 8.0
	if v.Coverage > 0.5 {
		anchor, dx = "end", -8
	}
	dy := -10.0
	if py < (svgTop+svgBottom)/2 {
		dy = 20
	}
	line(`<text x="%.1f" y="%.1f" text-anchor="%s" fill="#c0392b" stroke="#fff" stroke-width="3" paint-order="stroke">现在：答 %.1f%%，错 %.1f%%</text>`,
		px+dx, py+dy, anchor, v.Coverage*100, v.Risk*100)
	line(`</svg>`)
	return []byte(b.String())
}

// scale returns the highest risk on the axis and the distance of its ticks:
// tenths, or fifths where the curve goes above a half.
func (c *Curve) scale() (top, step float64) {
	most := c.Verdict.Risk
	for _, p := range c.Points {
		most = max(most, p.Risk)
	}
	step = 0.1
	if most > 0.5 {
		step = 0.2
	}
	return max(1, math.Ceil(most/step-1e-9)) * step, step
}
