// Package corpus reads a group's published chat history.
//
// The history is a Jekyll site with one post per room per day: YAML front
// matter, then messages. A message is a header line and a body:
//
//	> 11:22:17  Speaker
//
//	body, possibly several lines
//
// [Parse] turns one post into a [Transcript]; [Days] lists the posts of a
// site and [Load] walks them all. A [Message] carries its words twice: Raw as
// they stand in the post, Text as a reader would take them. On days that were
// exported twice under two contact names the second copy of a line is marked
// by CopyOf. A Transcript prints back with [Transcript.String] and parses to
// the same again; a [Body] prints what was said, live or imported. Package threads
// divides transcripts into conversations, package site writes posts.
//
// Nothing here searches, answers or uses the network.
package corpus
