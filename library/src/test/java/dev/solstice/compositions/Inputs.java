package dev.solstice.compositions;

import dev.solstice.core.Array;

/// What every composition is a function of: the inputs of `compositions.py`, by their names there.
///
/// @param x three numbers
/// @param y three others
/// @param m a matrix of 3 rows and 4 columns
/// @param w a matrix of 4 rows and 3 columns
/// @param s a scalar
/// @param i the positions 0, 1, 2 in another order
/// @param n the integer 3
/// @param b three booleans
/// @param h three numbers in float16
/// @param q three numbers in bfloat16
/// @param e a matrix of no rows and 3 columns
record Inputs(Array x, Array y, Array m, Array w, Array s, Array i, Array n, Array b, Array h, Array q, Array e) {}
