Array x = Array.of(1f, 2f);
Array image = Array.full(Shape.of(2, 3, 8, 8), DType.FLOAT32, 1);
Array kernel = Array.full(Shape.of(6, 1, 3, 3), DType.FLOAT32, 1);
Array a = Array.full(Shape.of(2, 3), DType.FLOAT32, 1), b = Array.full(Shape.of(3, 4), DType.FLOAT32, 1);
