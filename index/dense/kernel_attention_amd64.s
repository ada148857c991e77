#include "textflag.h"

// One of 6 rows times the 16 columns in Y12 and Y13.
#define ROW(at, lo, hi) \
	VBROADCASTSS at, Y14; \
	VFMADD231PS Y12, Y14, lo; \
	VFMADD231PS Y13, Y14, hi

#define ZERO(lo, hi) \
	VXORPS lo, lo, lo; \
	VXORPS hi, hi, hi

#define OUT(lo, hi) \
	VMOVUPS lo, (DX); \
	VMOVUPS hi, 32(DX); \
	ADDQ SI, DX

// func tileAVX2(dst *float32, dstStride int, a *float32, aStride int, panels *float32, depth, count int)
//
// Six rows of a times count panels, each depth x 16, end to end; a panel gives
// 16 columns of dst. Strides are in bytes; depth and count are above 0.
//
// DI dst of this panel, R8 row 0 of a, R10 row 3, R12 panel, Y0..Y11 sums.
TEXT ·tileAVX2(SB), NOSPLIT, $0-56
	MOVQ dst+0(FP), DI
	MOVQ dstStride+8(FP), SI
	MOVQ aStride+24(FP), R9
	MOVQ panels+32(FP), R12
	MOVQ count+48(FP), AX

panel:
	MOVQ a+16(FP), R8
	LEAQ (R9)(R9*2), R10
	ADDQ R8, R10
	MOVQ depth+40(FP), CX
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	ZERO(Y8, Y9)
	ZERO(Y10, Y11)

step:
	VMOVUPS (R12), Y12
	VMOVUPS 32(R12), Y13
	ROW((R8), Y0, Y1)
	ROW((R8)(R9*1), Y2, Y3)
	ROW((R8)(R9*2), Y4, Y5)
	ROW((R10), Y6, Y7)
	ROW((R10)(R9*1), Y8, Y9)
	ROW((R10)(R9*2), Y10, Y11)
	ADDQ $4, R8
	ADDQ $4, R10
	ADDQ $64, R12
	DECQ CX
	JNZ  step

	MOVQ DI, DX
	OUT(Y0, Y1)
	OUT(Y2, Y3)
	OUT(Y4, Y5)
	OUT(Y6, Y7)
	OUT(Y8, Y9)
	OUT(Y10, Y11)
	ADDQ $64, DI
	DECQ AX
	JNZ  panel
	VZEROUPPER
	RET

// Elements 0..3 of a row in the low half of to, those of the row 4 below in
// the high half: 4..7 if off is 16.
#define LOAD(low, high, off, x, to) \
	VMOVUPS off low, x; \
	VINSERTF128 $1, off high, to, to

// Four columns of the transpose from Y0..Y3, in which row i is beside row i+4.
#define TRANSPOSE(to) \
	VUNPCKLPS Y1, Y0, Y4; \
	VUNPCKHPS Y1, Y0, Y5; \
	VUNPCKLPS Y3, Y2, Y6; \
	VUNPCKHPS Y3, Y2, Y7; \
	VUNPCKLPD Y6, Y4, Y0; \
	VUNPCKHPD Y6, Y4, Y1; \
	VUNPCKLPD Y7, Y5, Y2; \
	VUNPCKHPD Y7, Y5, Y3; \
	VMOVUPS Y0, (to+0)(DI); \
	VMOVUPS Y1, (to+64)(DI); \
	VMOVUPS Y2, (to+128)(DI); \
	VMOVUPS Y3, (to+192)(DI)

// func transpose8AVX2(dst, src *float32, stride, groups int)
//
// Transposes 8 rows, stride bytes apart in src, of groups times 8 elements:
// element i of the rows becomes the 8 elements from dst[16*i].
TEXT ·transpose8AVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ stride+16(FP), R9
	MOVQ groups+24(FP), CX
	LEAQ (R9)(R9*2), R10
	LEAQ (SI)(R9*4), R11 // row 4

loop:
	LOAD((SI), (R11), 0, X0, Y0)
	LOAD((SI)(R9*1), (R11)(R9*1), 0, X1, Y1)
	LOAD((SI)(R9*2), (R11)(R9*2), 0, X2, Y2)
	LOAD((SI)(R10*1), (R11)(R10*1), 0, X3, Y3)
	TRANSPOSE(0)
	LOAD((SI), (R11), 16, X0, Y0)
	LOAD((SI)(R9*1), (R11)(R9*1), 16, X1, Y1)
	LOAD((SI)(R9*2), (R11)(R9*2), 16, X2, Y2)
	LOAD((SI)(R10*1), (R11)(R10*1), 16, X3, Y3)
	TRANSPOSE(256)
	ADDQ $32, SI
	ADDQ $32, R11
	ADDQ $512, DI
	DECQ CX
	JNZ  loop
	VZEROUPPER
	RET

// func gather16AVX2(dst, src *float32, stride, rows int)
//
// Copies the first 16 elements of each row, stride bytes apart in src, to
// places end to end in dst.
TEXT ·gather16AVX2(SB), NOSPLIT, $0-32
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ stride+16(FP), R9
	MOVQ rows+24(FP), CX

loop:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ    R9, SI
	ADDQ    $64, DI
	DECQ    CX
	JNZ     loop
	VZEROUPPER
	RET
