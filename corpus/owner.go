package corpus

const (
	// OwnerName is the speaker of what the owner of the exporting account says.
	OwnerName = "我"

	// ProvenMark stands behind the name of a speaker who proved to be an admin
	// of the room. The live archive writes it, and nobody's own name has it.
	ProvenMark = "(已认证)"
)
