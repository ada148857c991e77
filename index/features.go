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

// A feature is one thing that speaks for or against showing a line.
type feature int

// The features of a line. The question of a place is the line in reach that
// asks most like the query; it fits by as much as it is alike, 0 to 1.
const (
	ownWords       feature = iota // lexical score of the line, share of the best in reach
	likeQuestion                  // similarity, line to question, as one message to another
	likeAnswer                    // similarity, line to question, as an answer to it
	inWindow                      // similarity of the best window with the line, less the best in reach
	lineLength                    // characters, share of longLine, at most 1
	isShort                       // fewer than shortLine characters
	isAsking                      // it asks
	isQuestion                    // it is the place's question: the title says it already
	afterQuestion                 // behind the question, fading
	afterAsking                   // behind somebody else's question that is like the query, fading
	byAsker                       // a further line of whoever asked the question
	byAskerFitting                // the same, times how well the question fits
	beforeFitting                 // before the question, times how well the question fits
	byAnswerer                    // how much its speaker says behind the question, times how well it fits
	fromMiddle                    // tens of lines from the middle of the place
	inThread                      // in the conversation that the middle belongs to
	isImage                       // a picture: nothing can be said of what it shows
	coversWords                   // share of the question's words that it says, by rarity
	coversGrams                   // and of its bigrams
	givesWanted                   // it has what the question asks for: a number, a time, a reason
	namesAsker                    // it mentions whoever asked the question by name
	lineFeatures                  // how many there are
)

// featureNames are the features' names in weights.json, by feature.
var featureNames = [lineFeatures]string{
	"own_words", "like_question", "like_answer", "in_window", "length", "short", "asks", "question", "after_question",
	"after_asking", "asker", "asker_fitting", "before_fitting", "answerer", "from_middle", "thread", "image",
	"covers_words", "covers_grams", "gives_wanted", "names_asker",
}

const (
	maxLines = 5   // messages of an excerpt
	maxRunes = 600 // characters of its quotes
)

// A placeFeature is one thing that speaks for or against a place. "Shown"
// means the lines that the place would show.
type placeFeature int

// The features of a place. Similarities are cosines, 0 without vectors.
const (
	placeScore      placeFeature = iota // score by which candidates are found; see PlaceWeights
	behindBest                          // how much it is below the best candidate's
	placeRank                           // logarithm of the rank by that score, 1-based
	lexicalShare                        // BM25 of the window, share of a perfect match
	windowLike                          // similarity of the best window around the middle
	messageLike                         // similarity of the most similar message in reach
	windowCovers                        // share of the question's words in the window, by rarity
	lineCovers                          // by the best shown line that does not ask
	askingCovers                        // by the best shown line that asks, or the place's question
	shownCovers                         // by all shown lines together
	gramsCovered                        // share of the question's bigrams in the best shown line that does not ask
	allGrams                            // in all shown lines together
	rarestShown                         // 1 if the rarest word of the question is in a shown line
	rarestNear                          // 1 if it is in the window
	answerLike                          // best like_answer of a shown line that does not ask
	answerLikeMean                      // mean like_answer of the shown lines
	questionLike                        // similarity of the place's question to what was asked
	followsLike                         // best after_asking of a shown line
	followsLikeMean                     // mean of it
	bestValue                           // value of the best shown line that does not ask
	meanValue                           // mean value of the shown lines
	shownLines                          // how many lines are shown, share of the most
	shownRunes                          // their characters, share of the most
	shownAsk                            // share of the shown lines that ask
	questionShown                       // 1 if the place's question is shown
	questionLate                        // 1 if a shown line that does not ask is behind the place's question
	answerers                           // people who say something behind the place's question, in fives
	givesBest                           // best gives_wanted of the shown lines
	onlyAsked                           // 1 if the question was asked and nothing said to it
	repliedTo                           // 1 if a shown line mentions the asker
	inSession                           // share of the shown lines from a sharing session
	tightLexical                        // best lexical score of a line in reach, share of a perfect match
	messagesLike                        // mean of the three most similar messages in reach
	answersLike                         // mean of the three lines in reach that answer most alike
	windowsLike                         // mean similarity of the windows of the shown lines
	denseLike                           // share of the lines in reach nearly as much like an answer as the best
	pairCovers                          // best coverage of the question's words by a shown line and the next
	wordsShown                          // share of the question's words shown, each counting the same
	rarestTwo                           // share of the two rarest words shown
	firstLine                           // value of the best line less the second best
	placeFeatures                       // how many there are
)

// placeFeatureNames are the features' names in the weights, by feature.
var placeFeatureNames = [placeFeatures]string{
	"score", "behind_best", "rank", "lexical", "window", "message", "window_covers", "line_covers", "asking_covers", "shown_covers",
	"grams", "all_grams", "rarest_shown", "rarest_near", "answer_like", "answer_like_mean", "question_like", "follows_like", "follows_like_mean",
	"best_value", "mean_value", "shown_lines", "shown_runes", "shown_ask", "question_shown", "question_late", "answerers", "gives", "only_asked",
	"replied_to", "session", "tight_lexical", "messages_like", "answers_like", "windows_like", "dense_like", "pair_covers",
	"words_shown", "rarest_two", "first_line",
}
