#include "textflag.h"

// Products of int16 rows with one panel of weights, for R = 6, 4, 2 or 1 rows
// at a time. All four are
//
//	func mulRowsRAVX2(dst *float32, dstStride int, a *int16, aStride int,
//		rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)
//
// with strides in bytes. They compute blocks times R rows of 16 outputs; a
// step is 4 pairs of inputs, and steps is above 0.
//
// DI dst, SI dstStride, R14 a of this block, R9 aStride, R13 rowScale,
// R11 weights, DX scale, BX bias, AX blocks left, CX steps left;
// R8 row 0 of a, R10 row 3, R12 weights, all moving along the inputs.
// Y0..Y11 sums, two registers a row.

#define ARGS \
	MOVQ dst+0(FP), DI; \
	MOVQ dstStride+8(FP), SI; \
	MOVQ a+16(FP), R14; \
	MOVQ aStride+24(FP), R9; \
	MOVQ rowScale+32(FP), R13; \
	MOVQ weights+40(FP), R11; \
	MOVQ scale+56(FP), DX; \
	MOVQ bias+64(FP), BX; \
	MOVQ blocks+72(FP), AX

#define START \
	MOVQ R14, R8; \
	LEAQ (R9)(R9*2), R10; \
	ADDQ R8, R10; \
	MOVQ R11, R12

// The 16 weights of the pair at off, in bytes.
#define PAIR(off) \
	VMOVDQU (off)(R12), Y12; \
	VMOVDQU (off+32)(R12), Y13

// One row times the pair.
#define ROW(at, lo, hi) \
	VPBROADCASTD at, Y14; \
	VPMADDWD Y12, Y14, Y15; \
	VPMADDWD Y13, Y14, Y14; \
	VPADDD Y15, lo, lo; \
	VPADDD Y14, hi, hi

#define NEXT \
	ADDQ $16, R8; \
	ADDQ $16, R10; \
	ADDQ $256, R12; \
	DECQ CX

#define ZERO(lo, hi) \
	VPXOR lo, lo, lo; \
	VPXOR hi, hi, hi

// The scales of the outputs, for OUT.
#define SCALES \
	VMOVUPS (DX), Y13; \
	VMOVUPS 32(DX), Y14

// A row of sums, times the scales, plus the bias, to dst.
#define OUT(lo, hi) \
	VBROADCASTSS (R13), Y12; \
	VCVTDQ2PS lo, lo; \
	VCVTDQ2PS hi, hi; \
	VMULPS Y12, lo, lo; \
	VMULPS Y12, hi, hi; \
	VFMADD213PS (BX), Y13, lo; \
	VFMADD213PS 32(BX), Y14, hi; \
	VMOVUPS lo, (DI); \
	VMOVUPS hi, 32(DI); \
	ADDQ SI, DI; \
	ADDQ R9, R14; \
	ADDQ $4, R13

#define PAIR6(off, a) \
	PAIR(off); \
	ROW(a(R8), Y0, Y1); \
	ROW(a(R8)(R9*1), Y2, Y3); \
	ROW(a(R8)(R9*2), Y4, Y5); \
	ROW(a(R10), Y6, Y7); \
	ROW(a(R10)(R9*1), Y8, Y9); \
	ROW(a(R10)(R9*2), Y10, Y11)

#define PAIR4(off, a) \
	PAIR(off); \
	ROW(a(R8), Y0, Y1); \
	ROW(a(R8)(R9*1), Y2, Y3); \
	ROW(a(R8)(R9*2), Y4, Y5); \
	ROW(a(R10), Y6, Y7)

#define PAIR2(off, a) \
	PAIR(off); \
	ROW(a(R8), Y0, Y1); \
	ROW(a(R8)(R9*1), Y2, Y3)

#define PAIR1(off, a) \
	PAIR(off); \
	ROW(a(R8), Y0, Y1)

// func mulRows6AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)
TEXT ·mulRows6AVX2(SB), NOSPLIT, $0-80
	ARGS

block:
	START
	MOVQ steps+48(FP), CX
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)
	ZERO(Y8, Y9)
	ZERO(Y10, Y11)

step:
	PAIR6(0, 0)
	PAIR6(64, 4)
	PAIR6(128, 8)
	PAIR6(192, 12)
	NEXT
	JNZ step

	SCALES
	OUT(Y0, Y1)
	OUT(Y2, Y3)
	OUT(Y4, Y5)
	OUT(Y6, Y7)
	OUT(Y8, Y9)
	OUT(Y10, Y11)
	DECQ AX
	JNZ  block
	VZEROUPPER
	RET

// func mulRows4AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)
TEXT ·mulRows4AVX2(SB), NOSPLIT, $0-80
	ARGS

block:
	START
	MOVQ steps+48(FP), CX
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)
	ZERO(Y4, Y5)
	ZERO(Y6, Y7)

step:
	PAIR4(0, 0)
	PAIR4(64, 4)
	PAIR4(128, 8)
	PAIR4(192, 12)
	NEXT
	JNZ step

	SCALES
	OUT(Y0, Y1)
	OUT(Y2, Y3)
	OUT(Y4, Y5)
	OUT(Y6, Y7)
	DECQ AX
	JNZ  block
	VZEROUPPER
	RET

// func mulRows2AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)
TEXT ·mulRows2AVX2(SB), NOSPLIT, $0-80
	ARGS

block:
	START
	MOVQ steps+48(FP), CX
	ZERO(Y0, Y1)
	ZERO(Y2, Y3)

step:
	PAIR2(0, 0)
	PAIR2(64, 4)
	PAIR2(128, 8)
	PAIR2(192, 12)
	NEXT
	JNZ step

	SCALES
	OUT(Y0, Y1)
	OUT(Y2, Y3)
	DECQ AX
	JNZ  block
	VZEROUPPER
	RET

// func mulRows1AVX2(dst *float32, dstStride int, a *int16, aStride int, rowScale *float32, weights *int16, steps int, scale, bias *float32, blocks int)
TEXT ·mulRows1AVX2(SB), NOSPLIT, $0-80
	ARGS

block:
	START
	MOVQ steps+48(FP), CX
	ZERO(Y0, Y1)

step:
	PAIR1(0, 0)
	PAIR1(64, 4)
	PAIR1(128, 8)
	PAIR1(192, 12)
	NEXT
	JNZ step

	SCALES
	OUT(Y0, Y1)
	DECQ AX
	JNZ  block
	VZEROUPPER
	RET

// func maxAbsAVX2(x *float32, n int) float32
//
// n is a multiple of 16, above 0.
TEXT ·maxAbsAVX2(SB), NOSPLIT, $0-20
	MOVQ     x+0(FP), SI
	MOVQ     n+8(FP), CX
	VPCMPEQD Y2, Y2, Y2
	VPSRLD   $1, Y2, Y2 // all but the sign
	VXORPS   Y0, Y0, Y0
	VXORPS   Y1, Y1, Y1

loop:
	VANDPS (SI), Y2, Y3
	VANDPS 32(SI), Y2, Y4
	VMAXPS Y3, Y0, Y0
	VMAXPS Y4, Y1, Y1
	ADDQ   $64, SI
	SUBQ   $16, CX
	JNZ    loop

	VMAXPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0x4e, X0, X1
	VMAXPS       X1, X0, X0
	VPERMILPS    $0xb1, X0, X1
	VMAXPS       X1, X0, X0
	VMOVSS       X0, ret+16(FP)
	VZEROUPPER
	RET

// func round16AVX2(dst *int16, x *float32, by float32, n int)
//
// n is a multiple of 16, above 0.
TEXT ·round16AVX2(SB), NOSPLIT, $0-32
	MOVQ         dst+0(FP), DI
	MOVQ         x+8(FP), SI
	VBROADCASTSS by+16(FP), Y2
	MOVQ         n+24(FP), CX

loop:
	VMULPS    (SI), Y2, Y0
	VMULPS    32(SI), Y2, Y1
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y1, Y1
	VPACKSSDW Y1, Y0, Y0
	VPERMQ    $0xd8, Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $64, SI
	ADDQ      $32, DI
	SUBQ      $16, CX
	JNZ       loop
	VZEROUPPER
	RET
