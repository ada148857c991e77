package schedule

import "time"

var shanghai = time.FixedZone("CST", 8*60*60)
