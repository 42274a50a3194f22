package dev.solstice.kernel.jshell;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.PermittedSubclassesAttribute;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/// Loads the classes that JShell generates so that the JVM can unload them.
///
/// JShell's own delegate has one class loader, which keeps every class of the session, and its bytes beside. Here what is
/// compiled together has a loader of its own. It is held by the session as long as a later cell can name its snippets, and by
/// the loaders of the code that mentions it, and then by nothing but its objects and running methods.
///
/// All generated classes are in one package, which for the JVM is another one in each loader. So what the compiler has made
/// accessible within the package is made public, and a sealed type forgets what it permits if that is in another loader; the
/// compiler, which reads its own copies, holds cells to both all the same. And `System.exit` becomes an [error][SystemExit].
final class CellClasses implements LoaderDelegate {
    /// JShell's own class around the user's, such as `REPL.$JShell$98` in `REPL.$JShell$98$Mlp`.
    private static final Pattern OUTER = Pattern.compile("REPL[./](\\$JShell\\$\\w+)");
    private static final ClassDesc SYSTEM_EXIT = SystemExit.class.describeConstable().orElseThrow();

    private final ClassPath classPath = new ClassPath();
    /// The loaders of what later code can name, by outer class.
    private final Map<String, SnippetLoader> nameable = new ConcurrentHashMap<>();
    private final List<Loaded> loaded = new ArrayList<>();
    private volatile ClassWeaver weaver = ClassWeaver.NONE;

    /// What was loaded together, for as long as it exists.
    private static final class Loaded extends WeakReference<SnippetLoader> {
        private final Set<String> outers;

        Loaded(SnippetLoader loader) {
            super(loader);
            this.outers = loader.outers;
        }
    }

    /// The name of JShell's class around a generated one, or the name itself for any other.
    static String outerOf(String className) {
        var outer = OUTER.matcher(className);
        return outer.lookingAt() ? outer.group(1) : className;
    }

    private static boolean isOfSnippet(String className) {
        return OUTER.matcher(className).lookingAt();
    }

    /// What changes classes now.
    ClassWeaver weaver() {
        return weaver;
    }

    /// Changes what is loaded from here on.
    ///
    /// @return what has changed it so far
    ClassWeaver weave(ClassWeaver next) {
        var before = weaver;
        weaver = next;
        return before;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        var done = new boolean[classes.length];
        try {
            for (var each : classes) {
                if (!isOfSnippet(each.name())) { // the flag that stops cells: for all of them
                    classPath.define(each.name(), each.bytecodes());
                }
            }
            var loader = new SnippetLoader(Stream.of(classes).filter(each -> isOfSnippet(each.name())).toList());
            loader.outers.forEach(outer -> nameable.put(outer, loader));
            loader.findMentions();
            loaded.add(new Loaded(loader));
            for (int i = 0; i < classes.length; i++) {
                loader.loadClass(classes[i].name()).getDeclaredMethods(); // brings it as far as JShell expects
                done[i] = true;
            }
        } catch (Throwable unloadable) {
            throw new ClassInstallException("load: " + unloadable, done);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        throw new UnsupportedOperationException(); // this JVM's classes are replaced, not redefined
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (var entry : path.split(File.pathSeparator)) {
                classPath.addURL(Path.of(entry).toUri().toURL());
            }
        } catch (Exception unusable) {
            throw new InternalException(unusable.toString());
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        var loader = nameable.get(outerOf(name));
        return loader == null ? classPath.loadClass(name) : loader.own(name);
    }

    /// The loader of all that is on the class path; it knows the generated classes that later code can name, too.
    ClassLoader classPath() {
        return classPath;
    }

    /// Lets go of all that code which names these outer classes does not need.
    ///
    /// @return the outer classes that it does need
    Set<String> retain(Set<String> outers) {
        var needed = new HashSet<>(outers);
        var seen = new HashSet<SnippetLoader>();
        var open = new ArrayDeque<SnippetLoader>();
        outers.stream().filter(nameable::containsKey).map(nameable::get).filter(seen::add).forEach(open::add);
        while (!open.isEmpty()) {
            var loader = open.remove();
            needed.addAll(loader.outers);
            loader.mentioned.values().stream().filter(seen::add).forEach(open::add);
        }
        nameable.keySet().retainAll(needed);
        return needed;
    }

    /// The outer classes that have not been unloaded.
    Set<String> existing() {
        loaded.removeIf(loader -> loader.refersTo(null));
        var existing = new HashSet<String>();
        loaded.forEach(loader -> existing.addAll(loader.outers));
        return existing;
    }

    private final class ClassPath extends URLClassLoader {
        ClassPath() {
            super(new URL[0], ClassLoader.getSystemClassLoader());
        }

        @Override
        protected void addURL(URL url) {
            super.addURL(url);
        }

        void define(String name, byte[] bytes) {
            defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var loader = nameable.get(outerOf(name));
            return loader == null ? super.findClass(name) : loader.own(name);
        }
    }

    private final class SnippetLoader extends ClassLoader {
        private final Set<String> outers = new HashSet<>();
        /// Of classes that are not defined yet.
        private final Map<String, byte[]> bytes = new HashMap<>();
        /// Whose classes the code here mentions, by outer class.
        private final Map<String, SnippetLoader> mentioned = new HashMap<>();

        SnippetLoader(List<ClassBytecodes> classes) {
            super(classPath);
            setDefaultAssertionStatus(true); // who writes an assertion into a cell wants it checked
            for (var each : classes) {
                outers.add(outerOf(each.name()));
                bytes.put(each.name(), each.bytecodes());
            }
        }

        void findMentions() {
            for (var each : bytes.values()) {
                for (var entry : ClassFile.of().parse(each).constantPool()) {
                    if (entry instanceof Utf8Entry text && text.stringValue().contains("$JShell$")) {
                        OUTER.matcher(text.stringValue()).results().map(mention -> mention.group(1))
                            .filter(outer -> nameable.containsKey(outer) && !outers.contains(outer))
                            .forEach(outer -> mentioned.put(outer, nameable.get(outer)));
                    }
                }
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            var outer = outerOf(name);
            if (outers.contains(outer)) {
                return own(name);
            }
            var other = mentioned.get(outer);
            return other == null ? super.loadClass(name, resolve) : other.own(name);
        }

        Class<?> own(String name) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var defined = findLoadedClass(name);
                if (defined != null) {
                    return defined;
                }
                var own = bytes.get(name);
                if (own == null) {
                    throw new ClassNotFoundException(name);
                }
                var woven = weaver.woven(opened(own), hierarchy());
                bytes.remove(name); // not before: the weaver may ask for it
                return defineClass(name, woven, 0, woven.length);
            }
        }

        private ClassHierarchyResolver hierarchy() {
            return ClassHierarchyResolver.ofResourceParsing(type -> Optional.ofNullable(bytes.get(binaryName(type)))
                .map(ByteArrayInputStream::new).orElse(null)).orElse(ClassHierarchyResolver.ofClassLoading(this));
        }

        private byte[] opened(byte[] own) {
            var classFile = ClassFile.of();
            return classFile.transformClass(classFile.parse(own), this::open);
        }

        private void open(ClassBuilder builder, ClassElement element) {
            switch (element) {
                case AccessFlags flags -> builder.withFlags(accessible(flags.flagsMask()));
                case FieldModel field -> builder.transformField(field, (copy, part) -> {
                    if (part instanceof AccessFlags flags) copy.withFlags(accessible(flags.flagsMask()));
                    else copy.with(part);
                });
                case MethodModel method -> builder.transformMethod(method, (copy, part) -> {
                    switch (part) {
                        case AccessFlags flags -> copy.withFlags(accessible(flags.flagsMask()));
                        case CodeModel code when exits(code) -> copy.transformCode(code, CellClasses::replaceExit);
                        default -> copy.with(part);
                    }
                });
                case PermittedSubclassesAttribute permits when !areHere(permits) -> { }
                default -> builder.with(element);
            }
        }

        private boolean areHere(PermittedSubclassesAttribute permits) {
            return permits.permittedSubclasses().stream().allMatch(type -> outers.contains(outerOf(type.asInternalName())));
        }
    }

    private static String binaryName(ClassDesc type) {
        var descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }

    private static boolean exits(CodeModel code) {
        return code.elementStream().anyMatch(CellClasses::isExit);
    }

    private static boolean isExit(CodeElement element) {
        return element instanceof InvokeInstruction call && switch (call.owner().asInternalName()) {
            case "java/lang/System" -> call.name().equalsString("exit");
            case "java/lang/Runtime" -> call.name().equalsString("exit") || call.name().equalsString("halt");
            default -> false;
        };
    }

    private static void replaceExit(CodeBuilder builder, CodeElement element) {
        if (isExit(element)) {
            var call = (InvokeInstruction) element;
            builder.invokestatic(SYSTEM_EXIT, "exit", call.opcode() == Opcode.INVOKESTATIC ? call.typeSymbol()
                : call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol()));
        } else {
            builder.with(element);
        }
    }

    private static int accessible(int flags) {
        return (flags & ClassFile.ACC_PRIVATE) != 0 ? flags : flags & ~ClassFile.ACC_PROTECTED | ClassFile.ACC_PUBLIC;
    }
}
