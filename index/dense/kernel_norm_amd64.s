#include "textflag.h"

// A constant, eight times over.
#define EIGHT(sym, v) \
	DATA sym<>+0(SB)/4, $v; \
	DATA sym<>+4(SB)/4, $v; \
	DATA sym<>+8(SB)/4, $v; \
	DATA sym<>+12(SB)/4, $v; \
	DATA sym<>+16(SB)/4, $v; \
	DATA sym<>+20(SB)/4, $v; \
	DATA sym<>+24(SB)/4, $v; \
	DATA sym<>+28(SB)/4, $v; \
	GLOBL sym<>(SB), RODATA|NOPTR, $32

EIGHT(one, 1.0)
EIGHT(half, 0.5)

// The sum, or maximum, by op of the eight lanes of Y0 in X0; X1 is used.
#define ACROSS(op, ops) \
	VEXTRACTF128 $1, Y0, X1; \
	op X1, X0, X0; \
	VPERMILPS $0x4e, X0, X1; \
	op X1, X0, X0; \
	VPERMILPS $0xb1, X0, X1; \
	ops X1, X0, X0

// func normRowAVX2(x, y, gamma, beta *float32, eps float32, n int)
//
// n is a multiple of 8, above 0; y may be nil. See normRowGeneric.
// Y8 mean, Y9 1/deviation, X10 n.
TEXT ·normRowAVX2(SB), NOSPLIT, $0-48
	MOVQ      x+0(FP), DI
	MOVQ      y+8(FP), SI
	MOVQ      gamma+16(FP), R8
	MOVQ      beta+24(FP), R9
	MOVQ      n+40(FP), DX
	VXORPS    X10, X10, X10
	VCVTSI2SSQ DX, X10, X10
	SHLQ      $2, DX     // bytes of a row
	VXORPS    Y0, Y0, Y0
	XORQ      CX, CX
	TESTQ     SI, SI
	JZ        sum

add:
	VMOVUPS (DI)(CX*1), Y1
	VADDPS  (SI)(CX*1), Y1, Y1
	VMOVUPS Y1, (DI)(CX*1)
	VADDPS  Y1, Y0, Y0
	ADDQ    $32, CX
	CMPQ    CX, DX
	JLT     add
	JMP     mean

sum:
	VADDPS (DI)(CX*1), Y0, Y0
	ADDQ   $32, CX
	CMPQ   CX, DX
	JLT    sum

mean:
	ACROSS(VADDPS, VADDSS)
	VDIVSS       X10, X0, X0
	VBROADCASTSS X0, Y8
	VXORPS       Y0, Y0, Y0
	XORQ         CX, CX

squares:
	VMOVUPS     (DI)(CX*1), Y1
	VSUBPS      Y8, Y1, Y1
	VFMADD231PS Y1, Y1, Y0
	ADDQ        $32, CX
	CMPQ        CX, DX
	JLT         squares

	ACROSS(VADDPS, VADDSS)
	VDIVSS       X10, X0, X0
	VADDSS       eps+32(FP), X0, X0
	VSQRTSS      X0, X0, X0
	VMOVSS       one<>(SB), X1
	VDIVSS       X0, X1, X0
	VBROADCASTSS X0, Y9
	XORQ         CX, CX

write:
	VMOVUPS     (DI)(CX*1), Y1
	VSUBPS      Y8, Y1, Y1
	VMULPS      Y9, Y1, Y1
	VMOVUPS     (R8)(CX*1), Y2
	VFMADD213PS (R9)(CX*1), Y2, Y1
	VMOVUPS     Y1, (DI)(CX*1)
	ADDQ        $32, CX
	CMPQ        CX, DX
	JLT         write
	VZEROUPPER
	RET

// See geluGeneric for the numbers.
EIGHT(geluScale, 0.09876543209876543)
EIGHT(gelu9, -0.00133077089)
EIGHT(gelu8, 0.00453705579)
EIGHT(gelu7, -0.00711638172)
EIGHT(gelu6, 0.0103269969)
EIGHT(gelu5, -0.0178981114)
EIGHT(gelu4, 0.0285352296)
EIGHT(gelu3, -0.040352507)
EIGHT(gelu2, 0.054684728)
EIGHT(gelu1, -0.077180156)
EIGHT(gelu0, 0.156905028)

// func geluAVX2(x *float32, n int)
//
// n is a multiple of 8, above 0.
TEXT ·geluAVX2(SB), NOSPLIT, $0-16
	MOVQ    x+0(FP), DI
	MOVQ    n+8(FP), CX
	VMOVUPS one<>(SB), Y3
	VMOVUPS half<>(SB), Y4
	VMOVUPS geluScale<>(SB), Y5
	VMOVUPS gelu9<>(SB), Y6
	VMOVUPS gelu8<>(SB), Y7
	VMOVUPS gelu7<>(SB), Y8
	VMOVUPS gelu6<>(SB), Y9
	VMOVUPS gelu5<>(SB), Y10
	VMOVUPS gelu4<>(SB), Y11
	VMOVUPS gelu3<>(SB), Y12
	VMOVUPS gelu2<>(SB), Y13
	VMOVUPS gelu1<>(SB), Y14
	VMOVUPS gelu0<>(SB), Y15

loop:
	VMOVUPS     (DI), Y0
	VMULPS      Y0, Y0, Y1
	VFMSUB213PS Y3, Y5, Y1
	VMINPS      Y3, Y1, Y1     // u
	VMOVAPS     Y7, Y2
	VFMADD231PS Y6, Y1, Y2
	VFMADD213PS Y8, Y1, Y2
	VFMADD213PS Y9, Y1, Y2
	VFMADD213PS Y10, Y1, Y2
	VFMADD213PS Y11, Y1, Y2
	VFMADD213PS Y12, Y1, Y2
	VFMADD213PS Y13, Y1, Y2
	VFMADD213PS Y14, Y1, Y2
	VFMADD213PS Y15, Y1, Y2    // P(u)
	VXORPS      Y1, Y1, Y1
	VFMADD213PS Y4, Y0, Y2
	VMAXPS      Y1, Y2, Y2
	VMINPS      Y3, Y2, Y2     // Φ(x)
	VMULPS      Y0, Y2, Y2
	VMOVUPS     Y2, (DI)
	ADDQ        $32, DI
	SUBQ        $8, CX
	JNZ         loop
	VZEROUPPER
	RET

// See expGeneric for the numbers.
EIGHT(expLeast, -87.0)
EIGHT(log2e, 1.4426950408889634)
EIGHT(ln2High, 0.693359375)
EIGHT(ln2Low, -2.12194440e-4)
EIGHT(exp5, 1.9875691500e-4)
EIGHT(exp4, 1.3981999507e-3)
EIGHT(exp3, 8.3334519073e-3)
EIGHT(exp2, 4.1665795894e-2)
EIGHT(exp1, 1.6666665459e-1)
EIGHT(exp0, 5.0000001201e-1)

// Y0 becomes e to the (Y0*Y15 - Y14), by the constants in Y4..Y13.
#define EXP \
	VFMSUB213PS Y14, Y15, Y0; \
	VMAXPS expLeast<>(SB), Y0, Y0; \
	VMULPS Y4, Y0, Y1; \
	VCVTPS2DQ Y1, Y2; \
	VCVTDQ2PS Y2, Y1; \
	VFNMADD231PS Y5, Y1, Y0; \
	VFNMADD231PS Y6, Y1, Y0; \
	VMOVAPS Y7, Y1; \
	VFMADD213PS Y8, Y0, Y1; \
	VFMADD213PS Y9, Y0, Y1; \
	VFMADD213PS Y10, Y0, Y1; \
	VFMADD213PS Y11, Y0, Y1; \
	VFMADD213PS Y12, Y0, Y1; \
	VFMADD213PS Y13, Y0, Y1; \
	VFMADD213PS Y13, Y0, Y1; \
	VPSLLD $23, Y2, Y2; \
	VPADDD Y2, Y1, Y0

// Eight lanes of ones, then eight of zeros, to make masks from.
DATA lanes<>+0(SB)/8, $-1
DATA lanes<>+8(SB)/8, $-1
DATA lanes<>+16(SB)/8, $-1
DATA lanes<>+24(SB)/8, $-1
DATA lanes<>+32(SB)/8, $0
DATA lanes<>+40(SB)/8, $0
DATA lanes<>+48(SB)/8, $0
DATA lanes<>+56(SB)/8, $0
GLOBL lanes<>(SB), RODATA|NOPTR, $64

// func softmaxAVX2(x *float32, scale float32, n int)
//
// n is at least 8. Y15 scale, Y14 largest of scale*x, Y3 sum, Y5 then 1/sum;
// DX bytes of x in full registers, R8 mask of what is left after them.
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-24
	MOVQ         x+0(FP), DI
	VBROADCASTSS scale+8(FP), Y15
	MOVQ         n+16(FP), DX
	LEAQ         lanes<>+32(SB), R8
	MOVQ         DX, AX
	ANDQ         $7, AX
	SHLQ         $2, AX
	SUBQ         AX, R8 // AX/4 lanes of ones
	ANDQ         $~7, DX
	SHLQ         $2, DX
	LEAQ         (DI)(DX*1), SI // what is left

	// The largest; the last 8 elements may overlap those before them.
	VMULPS -32(SI)(AX*1), Y15, Y0
	XORQ   CX, CX

largest:
	VMULPS (DI)(CX*1), Y15, Y1
	VMAXPS Y1, Y0, Y0
	ADDQ   $32, CX
	CMPQ   CX, DX
	JLT    largest

	ACROSS(VMAXPS, VMAXSS)
	VBROADCASTSS X0, Y14
	VMOVUPS      log2e<>(SB), Y4
	VMOVUPS      ln2High<>(SB), Y5
	VMOVUPS      ln2Low<>(SB), Y6
	VMOVUPS      exp5<>(SB), Y7
	VMOVUPS      exp4<>(SB), Y8
	VMOVUPS      exp3<>(SB), Y9
	VMOVUPS      exp2<>(SB), Y10
	VMOVUPS      exp1<>(SB), Y11
	VMOVUPS      exp0<>(SB), Y12
	VMOVUPS      one<>(SB), Y13
	VXORPS       Y3, Y3, Y3
	XORQ         CX, CX

power:
	VMOVUPS (DI)(CX*1), Y0
	EXP
	VMOVUPS Y0, (DI)(CX*1)
	VADDPS  Y0, Y3, Y3
	ADDQ    $32, CX
	CMPQ    CX, DX
	JLT     power

	TESTQ      AX, AX
	JZ         divide
	VMOVDQU    (R8), Y1
	VMASKMOVPS (SI), Y1, Y0
	EXP
	VANDPS     (R8), Y0, Y0
	VADDPS     Y0, Y3, Y3
	VMOVDQU    (R8), Y1
	VMASKMOVPS Y0, Y1, (SI)

divide:
	VMOVAPS      Y3, Y0
	ACROSS(VADDPS, VADDSS)
	VDIVSS       X0, X13, X0
	VBROADCASTSS X0, Y5
	XORQ         CX, CX

scaled:
	VMULPS  (DI)(CX*1), Y5, Y0
	VMOVUPS Y0, (DI)(CX*1)
	ADDQ    $32, CX
	CMPQ    CX, DX
	JLT     scaled

	TESTQ      AX, AX
	JZ         done
	VMOVDQU    (R8), Y1
	VMASKMOVPS (SI), Y1, Y0
	VMULPS     Y5, Y0, Y0
	VMASKMOVPS Y0, Y1, (SI)

done:
	VZEROUPPER
	RET
