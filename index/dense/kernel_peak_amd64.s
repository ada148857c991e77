#include "textflag.h"

#define INT(sum) \
	VPMADDWD Y12, Y13, Y14; \
	VPADDD Y14, sum, sum

#define FLOAT(sum) \
	VFMADD231PS Y12, Y13, sum

#define TWELVE(op) \
	op(Y0); \
	op(Y1); \
	op(Y2); \
	op(Y3); \
	op(Y4); \
	op(Y5); \
	op(Y6); \
	op(Y7); \
	op(Y8); \
	op(Y9); \
	op(Y10); \
	op(Y11)

// func peakIntAVX2(rounds int)
TEXT ·peakIntAVX2(SB), NOSPLIT, $0-8
	MOVQ rounds+0(FP), CX
	VPXOR Y12, Y12, Y12
	VPXOR Y13, Y13, Y13

loop:
	TWELVE(INT)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func peakFloatAVX2(rounds int)
TEXT ·peakFloatAVX2(SB), NOSPLIT, $0-8
	MOVQ   rounds+0(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	VXORPS Y12, Y12, Y12
	VXORPS Y13, Y13, Y13

loop:
	TWELVE(FLOAT)
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET
