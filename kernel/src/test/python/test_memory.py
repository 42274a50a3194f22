"""What cells leave behind can be unloaded, and what still runs, or is held, works on."""
from measure_kernel import resident_megabytes
from test_soak import MIX


def collected(kernel, reference):
    """Asked with another cell between, after which the kernel lets go of what was there before."""
    kernel.run("System.gc();")
    return kernel.run(f"System.gc(); Thread.sleep(50); System.gc(); {reference}.get() == null").text == "true"


def test_the_old_version_of_a_class_is_unloaded(kernel):
    kernel.run("class Version { int a = 1; }")
    kernel.run("java.lang.ref.WeakReference<Object> first = null;")
    kernel.run("first = new java.lang.ref.WeakReference<>(Version.class);")
    kernel.run("class Version { int b = 2; }")
    assert collected(kernel, "first")
    assert kernel.run("new Version().b").text == "2"


def test_the_class_of_a_statement_is_unloaded(kernel):
    kernel.run("java.lang.ref.WeakReference<Object> lambda = null;")
    kernel.run("{ Runnable task = () -> System.out.println(1); lambda = new java.lang.ref.WeakReference<>(task.getClass()); }")
    assert collected(kernel, "lambda")


def test_a_lambda_outlives_its_cell_and_what_it_calls(kernel):
    kernel.run("int helped() { return 1; }\nSupplier<Integer> supplier = null;")
    kernel.run("supplier = () -> {\n    if (helped() > 1) throw new IllegalStateException();\n    return helped();\n};")
    number = kernel.run("supplier = () -> 10 / (helped() - 1);").reply["execution_count"]
    kernel.run("int helped() { return 2; }")
    kernel.run("System.gc();")
    kernel.run("System.gc();")
    result = kernel.run("supplier.get()")
    assert result.reply["ename"] == "java.lang.ArithmeticException", "it calls the method that was there"
    assert f"Cell {number}, line 1" in result.traceback


def test_what_is_not_private_can_be_used_by_other_cells(kernel):
    """For the JVM the classes of different cells are in different packages."""
    kernel.run("""
        abstract class Base {
            int open = 1;
            protected int guarded = 2;
            private static class Hidden { public String toString() { return "hidden"; } }
            Base() { }
            Object hidden() { return new Hidden(); }
            protected abstract int size();
            int template() { return size() + packaged(); }
            int packaged() { return 10; }
        }""")
    kernel.run("class Derived extends Base { protected int size() { return open + guarded; } int packaged() { return 20 + super.packaged(); } }")
    assert kernel.run("new Derived().template()").text == "33"
    assert kernel.run("new Derived().open + new Derived().guarded + new Derived().size()").text == "6"
    assert kernel.run("var hidden = new Derived().hidden(); hidden").text == "hidden"
    assert kernel.run("new Base() { protected int size() { return 5; } }.template()").text == "15"


def test_types_of_several_cells_may_be_sealed_and_mutually_dependent(kernel):
    kernel.run("sealed interface Node permits Leaf, Fork {}\nrecord Leaf(int value) implements Node {}\nrecord Fork(Node left, Node right) implements Node {}")
    kernel.run("int sum(Node node) { return switch (node) { case Leaf(var v) -> v; case Fork(var l, var r) -> sum(l) + sum(r); }; }")
    assert kernel.run("sum(new Fork(new Leaf(1), new Leaf(2)))").text == "3"
    assert kernel.run("Node.class.isSealed()").text == "true"
    kernel.run("class Ping { Pong pong; int n() { return pong == null ? 0 : pong.n() + 1; } }")
    kernel.run("class Pong { Ping ping; int n() { return ping == null ? 0 : ping.n() + 1; } }")
    kernel.run("var ping = new Ping(); ping.pong = new Pong(); ping.pong.ping = new Ping();")
    assert kernel.run("ping.n()").text == "2"
    kernel.run("class Pong { Ping ping; int n() { return 40; } }")
    assert kernel.run("var again = new Ping(); again.pong = new Pong(); again.n()").text == "41"


def test_an_object_of_a_cells_class_can_be_written_and_read(kernel):
    kernel.run("record Saved(int a, List<String> b) implements Serializable {}")
    kernel.run("var bytes = new ByteArrayOutputStream();\ntry (var out = new ObjectOutputStream(bytes)) { out.writeObject(new Saved(1, List.of(\"x\"))); }")
    kernel.run("System.gc();")
    assert kernel.run("new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject()").text == "Saved[a=1, b=[x]]"


def test_the_context_class_loader_knows_the_cells_classes(kernel):
    kernel.run("enum Colour { RED }")
    assert kernel.run("Class.forName(Colour.class.getName(), true, Thread.currentThread().getContextClassLoader()) == Colour.class").text == "true"


def test_after_a_class_that_does_not_compile_variables_of_library_types_can_be_declared(kernel):
    """JShell itself fails with a NullPointerException."""
    assert kernel.run("class Wrong { int f() { return \"text\"; } }").reply["ename"] == "CompileError"
    assert kernel.run("var counter = new java.util.concurrent.atomic.AtomicInteger(3); counter").text == "3"


def test_a_name_that_did_not_compile_can_be_used_again(kernel):
    for _ in range(3):
        assert kernel.run("int retried = \"text\";").reply["ename"] == "CompileError"
        assert kernel.run("int retried = 4; retried").text == "4"
        assert kernel.run("String retried() { return 5; }").reply["ename"] == "CompileError"
        assert kernel.run("String retried() { return \"five\"; }\nretried()").text == "five"


def test_a_long_cell_is_swept_while_it_runs(kernel):
    lines = [f"int long{i} = {i};\nlong{i}++;" for i in range(60)]
    assert kernel.run("\n".join(lines) + "\nlong0 + long59").text == "61"


def test_the_process_stays_small_over_a_thousand_cells(fresh_kernel):
    """With the JVM's own policy the heap grows in steps to several times of what lives in it: by 150 MB and more here."""
    kernel = fresh_kernel
    kernel.reply(kernel.client.complete("vma"))  # what the compiler reads for that stays in memory
    kernel.run("double[] uniform0(int n) { return new double[n]; }\ndouble[] uniform1(int n) { return new double[n]; }")
    resident = []
    for i in range(1200):
        kernel.run(MIX[i % len(MIX)](i), timeout=60)
        if i % 10 == 9:
            resident.append(resident_megabytes(kernel))
    early, late = max(resident[15:20]), max(resident[-5:])
    print(f"{early:.0f} MB at cell 200, {late:.0f} MB at cell 1,200")
    assert late - early < 110, f"{early:.0f} MB at cell 200, {late:.0f} MB at cell 1,200"


def test_the_native_memory_of_redeclared_arrays_comes_back(fresh_kernel):
    kernel = fresh_kernel
    kernel.run("var weights = ones(2_500_000);")
    before, most = resident_megabytes(kernel), 0
    for i in range(200):
        assert kernel.run(f"var weights = ones(2_500_000).mul({i});").status == "ok"
        if i % 10 == 9:
            most = max(most, resident_megabytes(kernel))
    print(f"{before:.0f} MB before, {most:.0f} MB at most")
    assert most - before < 1000, "of 2,000 MB that are gone"
