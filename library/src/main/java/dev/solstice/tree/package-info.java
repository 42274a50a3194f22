/// What a PyTree is: values made of records, lists, maps, arrays and optionals, taken apart into a structure
/// ([TreeDef][dev.solstice.tree.TreeDef]) and leaves, and put together again.
///
/// Everything else in the library stands on this package; it depends on the JDK alone and knows no arrays
/// (what an array has to tell it goes through [Leaf][dev.solstice.tree.Leaf]).
package dev.solstice.tree;
