"""The README shows code that runs: each of its Java blocks is a cell of the first tutorial."""

import re

from places import MODULE

BLOCK = re.compile(r"^```java\n(.*?)\n```$", re.DOTALL | re.MULTILINE)


def test_every_java_block_of_the_readme_is_a_cell_of_the_first_tutorial(committed):
    cells = [each.source for each in committed("01-all-of-solstice.ipynb").cells if each.cell_type == "code"]
    blocks = BLOCK.findall((MODULE.parent / "README.md").read_text(encoding="utf-8"))
    assert blocks
    assert [each for each in blocks if each not in cells] == []
