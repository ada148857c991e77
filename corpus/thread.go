package corpus

import "time"

// A Thread is messages of one transcript on one subject, as far as a pause can
// tell subjects apart.
type Thread struct {
	ID       string    // ID of its first message
	Messages []Message // in order; at least one
}

// Split cuts a transcript wherever nobody wrote for pause or longer. The
// threads share the transcript's messages; a silent day has none.
func Split(tr *Transcript, pause time.Duration) []Thread {
	var threads []Thread
	from := 0
	for i := range tr.Messages {
		if i > 0 && tr.Messages[i].Time.Sub(tr.Messages[i-1].Time) >= pause {
			threads = append(threads, Thread{tr.Messages[from].ID, tr.Messages[from:i]})
			from = i
		}
	}
	if from < len(tr.Messages) {
		threads = append(threads, Thread{tr.Messages[from].ID, tr.Messages[from:]})
	}
	return threads
}
