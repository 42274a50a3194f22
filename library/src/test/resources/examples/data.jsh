Path digits = Path.of("../notebooks/data/digits.arrow");
