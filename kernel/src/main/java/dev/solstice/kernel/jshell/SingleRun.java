package dev.solstice.kernel.jshell;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import jdk.jshell.JShell;

/// Makes JShell compile a snippet in one run of the compiler.
///
/// JShell runs it twice: once to see what is wrong with a snippet, once for its class files. The first tells more about a
/// declaration that is wrong in a part, which JShell takes all the same; of anything else the second finds the same errors.
/// Where JShell [cannot be looked into][Inside] there are two runs.
final class SingleRun {
    private static final ClassDesc COMPILER = ClassDesc.of("jdk.jshell.TaskFactory");
    private static final ClassDesc WORKER = COMPILER.nested("Worker");
    private static final ClassDesc TASK = COMPILER.nested("BaseTask");
    private static final ClassDesc ANALYSIS = COMPILER.nested("AnalyzeTask");
    private static final ClassDesc STATE = JShell.class.describeConstable().orElseThrow();
    private static final ClassDesc SWITCH = BooleanSupplier.class.describeConstable().orElseThrow();
    private static final ClassDesc OURS = ClassDesc.of("jdk.jshell.SingleRunTaskFactory");
    private static final MethodTypeDesc ANALYZE = MethodTypeDesc.of(CD_Object, Collection.class.describeConstable().orElseThrow(),
        List.class.describeConstable().orElseThrow(), WORKER);
    private static final MethodTypeDesc WITH_TASK = MethodTypeDesc.of(CD_Object, TASK);

    /// Makes what stands in for JShell's own; a class can be defined there once only.
    private static final Optional<Constructor<?>> ANALYZER = analyzer();

    /// Whether the next analysis, that of the snippet and not of what it evaluates in turn, is left out.
    private boolean next;

    /// To be called before anything else is done with this JShell.
    SingleRun(JShell shell) {
        if (ANALYZER.isPresent()) {
            try {
                Inside.set(shell, "taskFactory", ANALYZER.get().newInstance(shell, (BooleanSupplier) this::take));
            } catch (ReflectiveOperationException | RuntimeException changed) {
                // then there are two runs
            }
        }
    }

    private static Optional<Constructor<?>> analyzer() {
        try {
            var constructor = MethodHandles.privateLookupIn(JShell.class, MethodHandles.lookup()).defineClass(classFile())
                .getDeclaredConstructor(JShell.class, BooleanSupplier.class);
            constructor.setAccessible(true);
            return Optional.of(constructor);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
            return Optional.empty();
        }
    }

    /// Evaluates a snippet that either compiles as it stands or not at all.
    <T> T of(Supplier<T> evaluation) {
        next = true;
        try {
            return evaluation.get();
        } finally {
            next = false;
        }
    }

    private boolean take() {
        boolean taken = next;
        next = false;
        return taken;
    }

    /// In Java, which cannot be compiled into a package of another module:
    ///
    /// ```
    /// class SingleRunTaskFactory extends TaskFactory implements TaskFactory.Worker {
    ///     BooleanSupplier leftOut;
    ///     AnalyzeTask clean;
    ///
    ///     public Object analyze(Collection wraps, List options, Worker worker) {
    ///         if (!leftOut.getAsBoolean()) return super.analyze(wraps, options, worker);
    ///         if (clean == null || clean.hasErrors()) super.analyze(wraps, options, this);
    ///         return worker.withTask(clean);
    ///     }
    ///
    ///     public Object withTask(BaseTask task) {
    ///         clean = (AnalyzeTask) task;
    ///         return null;
    ///     }
    /// }
    /// ```
    private static byte[] classFile() {
        return ClassFile.of().build(OURS, type -> type.withSuperclass(COMPILER).withInterfaceSymbols(WORKER)
            .withField("leftOut", SWITCH, 0)
            .withField("clean", ANALYSIS, 0)
            .withMethodBody("<init>", MethodTypeDesc.of(CD_void, STATE, SWITCH), 0, code -> code
                .aload(0).aload(1).invokespecial(COMPILER, "<init>", MethodTypeDesc.of(CD_void, STATE))
                .aload(0).aload(2).putfield(OURS, "leftOut", SWITCH)
                .return_())
            .withMethodBody("analyze", ANALYZE, ClassFile.ACC_PUBLIC, code -> code
                .aload(0).getfield(OURS, "leftOut", SWITCH).invokeinterface(SWITCH, "getAsBoolean", MethodTypeDesc.of(CD_boolean))
                .ifThen(Opcode.IFEQ, whole -> whole
                    .aload(0).aload(1).aload(2).aload(3).invokespecial(COMPILER, "analyze", ANALYZE).areturn())
                .block(known -> known
                    .aload(0).getfield(OURS, "clean", ANALYSIS).ifThen(Opcode.IFNONNULL, set -> set
                        .aload(0).getfield(OURS, "clean", ANALYSIS).invokevirtual(ANALYSIS, "hasErrors", MethodTypeDesc.of(CD_boolean))
                        .ifeq(known.breakLabel()))
                    .aload(0).aload(1).aload(2).aload(0).invokespecial(COMPILER, "analyze", ANALYZE).pop())
                .aload(3).aload(0).getfield(OURS, "clean", ANALYSIS).invokeinterface(WORKER, "withTask", WITH_TASK).areturn())
            .withMethodBody("withTask", WITH_TASK, ClassFile.ACC_PUBLIC, code -> code
                .aload(0).aload(1).checkcast(ANALYSIS).putfield(OURS, "clean", ANALYSIS).aconst_null().areturn()));
    }
}
