package index

// A sign is one thing that speaks for or against the first three places
// holding an answer.
type sign int

// signNames are the signs' names in weights.json, by sign.
var signNames = [signs]string{
	"score", "ahead", "stands_out", "found", "window", "message", "agreement", "follows", "follows_mean", "runes", "windows", "answers",
	"grams", "coverage", "covers_first", "value", "lexical", "topic_messages", "talk", "length", "words", "unknown", "only_asked",
}

// The signs. Similarities are cosines, 0 without vectors. First means the best
// place by rank, all the best three.
const (
	firstScore    sign = iota // score of the first place
	ahead                     // how much it is above the second's
	standsOut                 // how much it is above the mean of the next four
	foundBest                 // highest score by which one of all was found; see PlaceWeights
	windowBest                // highest similarity of a window of all
	messageBest               // highest similarity of a message of all
	agreement                 // mean of it
	followsBest               // best line of all behind a question like the one asked
	followsMean               // mean over all of such lines
	runesFirst                // characters shown of the first
	windowsMean               // mean similarity of the windows shown of all
	answersFirst              // how much the best lines of the first are like an answer
	gramsBest                 // highest share of the question's bigrams shown by one of all
	coverage                  // highest share of the question's words around one of all
	coversFirst               // that share of the first
	valueMean                 // mean of the best lines' values of all
	lexicalMatch              // best lexical score, as a share of a perfect one
	topicMessages             // similarity to the mean of all messages: is this the group's subject at all
	talkLogit                 // how sure it is that nothing is asked; see talkWeights
	askedLength               // characters of the question, see wording.LengthShare
	askedWords                // words of the question, in tens
	unknownWords              // words of the question that nobody has used
	onlyAskedMean             // share of all that only ask the question once more
	signs                     // how many there are
)

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
