package schedule

import "time"

var shanghai = time.FixedZone("CST", 8*60*60)

// sent is a Wednesday.
var sent = time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)
