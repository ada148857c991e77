#include "textflag.h"

// 16 elements of a vector times those of the query in Y8.
#define DOT(at, sum) \
	VPMOVSXBW at, Y9; \
	VPMADDWD Y8, Y9, Y9; \
	VPADDD Y9, sum, sum

// func scan4AVX2(dst *int32, q, vectors *int8, dim, blocks, count int)
//
// The dot products, over the first 16*blocks elements, of q and of count
// groups of 4 vectors of dim elements end to end. blocks and count are above 0.
//
// R8..R11 the vectors, CX blocks left, Y0..Y3 sums.
TEXT ·scan4AVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ vectors+16(FP), SI
	MOVQ dim+24(FP), DX
	MOVQ count+40(FP), AX
	LEAQ (DX)(DX*2), BX

group:
	MOVQ  q+8(FP), R12
	MOVQ  SI, R8
	LEAQ  (SI)(BX*1), R9
	MOVQ  blocks+32(FP), CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3

block:
	VPMOVSXBW (R12), Y8
	DOT((R8), Y0)
	DOT((R8)(DX*1), Y1)
	DOT((R8)(DX*2), Y2)
	DOT((R9), Y3)
	ADDQ      $16, R12
	ADDQ      $16, R8
	ADDQ      $16, R9
	DECQ      CX
	JNZ       block

	VPHADDD      Y1, Y0, Y0
	VPHADDD      Y3, Y2, Y2
	VPHADDD      Y2, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDD       X1, X0, X0
	VMOVDQU      X0, (DI)
	ADDQ         $16, DI
	LEAQ         (SI)(DX*4), SI
	DECQ         AX
	JNZ          group
	VZEROUPPER
	RET

// func dotAVX2(a, b *int8, blocks int) int32
//
// The dot product of 16*blocks elements; blocks is above 0.
TEXT ·dotAVX2(SB), NOSPLIT, $0-28
	MOVQ  a+0(FP), SI
	MOVQ  b+8(FP), DI
	MOVQ  blocks+16(FP), CX
	VPXOR Y0, Y0, Y0

block:
	VPMOVSXBW (SI), Y8
	DOT((DI), Y0)
	ADDQ      $16, SI
	ADDQ      $16, DI
	DECQ      CX
	JNZ       block

	VEXTRACTI128 $1, Y0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0x4e, X0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0xb1, X0, X1
	VPADDD       X1, X0, X0
	VMOVD        X0, AX
	MOVL         AX, ret+24(FP)
	VZEROUPPER
	RET
