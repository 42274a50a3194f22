Fn2<Array, Array, Array> f = (x, y) -> x.mul(y);
