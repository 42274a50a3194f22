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
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// Spares JShell a run of the compiler whose outcome is known.
///
/// JShell analyses each snippet before it compiles it, because of a declaration that is wrong in a part it takes the rest.
/// A statement or an expression either compiles as it stands or not at all: the analysis finds what the compilation will
/// find, or what an earlier one, for its type, has not found. Where JShell [cannot be looked into][Inside], nothing is spared.
final class SingleRun {
    private static final ClassDesc COMPILER = ClassDesc.of("jdk.jshell.TaskFactory");
    private static final ClassDesc WORKER = COMPILER.nested("Worker");
    private static final ClassDesc TASK = COMPILER.nested("BaseTask");
    private static final ClassDesc ANALYSIS = COMPILER.nested("AnalyzeTask");
    private static final ClassDesc STATE = JShell.class.describeConstable().orElseThrow();
    private static final ClassDesc PREDICATE = Predicate.class.describeConstable().orElseThrow();
    private static final ClassDesc OURS = ClassDesc.of("jdk.jshell.SingleRunTaskFactory");
    private static final MethodTypeDesc ANALYZE = MethodTypeDesc.of(CD_Object, Collection.class.describeConstable().orElseThrow(),
        List.class.describeConstable().orElseThrow(), WORKER);
    private static final MethodTypeDesc WITH_TASK = MethodTypeDesc.of(CD_Object, TASK);

    /// Makes what stands in for JShell's own; a class can be defined there once only.
    private static final Optional<Constructor<?>> ANALYZER = analyzer();

    private SingleRun() {
    }

    /// To be called before anything else is done with this JShell.
    static void in(JShell shell) {
        if (ANALYZER.isPresent()) {
            try {
                Inside.set(shell, "taskFactory", ANALYZER.get().newInstance(shell, (Predicate<Collection<?>>) SingleRun::isSpared));
            } catch (ReflectiveOperationException | RuntimeException changed) {
                // then there are two runs
            }
        }
    }

    private static Optional<Constructor<?>> analyzer() {
        try {
            var constructor = MethodHandles.privateLookupIn(JShell.class, MethodHandles.lookup()).defineClass(classFile())
                .getDeclaredConstructor(JShell.class, Predicate.class);
            constructor.setAccessible(true);
            return Optional.of(constructor);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
            return Optional.empty();
        }
    }

    /// @param sources generated ones, of a snippet to be compiled or of what JShell tries out
    private static boolean isSpared(Collection<?> sources) {
        return sources.stream().allMatch(source -> {
            try {
                return source.getClass().getName().equals("jdk.jshell.OuterSnippetsClassWrap")
                    && Inside.<Map<?, Snippet>>field(source, "wrapToSnippet").values().stream().allMatch(SingleRun::isWhole);
            } catch (ReflectiveOperationException changed) {
                return false;
            }
        });
    }

    private static boolean isWhole(Snippet snippet) {
        return snippet.kind() == Snippet.Kind.STATEMENT || snippet.kind() == Snippet.Kind.EXPRESSION || Expressions.declared(snippet);
    }

    /// In Java, which cannot be compiled into a package of another module:
    ///
    /// ```
    /// class SingleRunTaskFactory extends TaskFactory implements TaskFactory.Worker {
    ///     Predicate spared;
    ///     AnalyzeTask clean;
    ///
    ///     public Object analyze(Collection wraps, List options, Worker worker) {
    ///         if (!spared.test(wraps)) return super.analyze(wraps, options, worker);
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
            .withField("spared", PREDICATE, 0)
            .withField("clean", ANALYSIS, 0)
            .withMethodBody("<init>", MethodTypeDesc.of(CD_void, STATE, PREDICATE), 0, code -> code
                .aload(0).aload(1).invokespecial(COMPILER, "<init>", MethodTypeDesc.of(CD_void, STATE))
                .aload(0).aload(2).putfield(OURS, "spared", PREDICATE)
                .return_())
            .withMethodBody("analyze", ANALYZE, ClassFile.ACC_PUBLIC, code -> code
                .aload(0).getfield(OURS, "spared", PREDICATE).aload(1).invokeinterface(PREDICATE, "test", MethodTypeDesc.of(CD_boolean, CD_Object))
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
