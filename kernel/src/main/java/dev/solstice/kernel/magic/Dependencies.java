package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.ContextOverrides.AddRepositoriesOp;
import eu.maveniverse.maven.mima.context.MavenUserHome;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Model;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelProblem;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.artifact.DefaultArtifactType;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferListener;

/// Finds artifacts and all that they need, as Maven would: with the user's `settings.xml`, its mirrors, proxies,
/// credentials, local repository and offline switch, and one version of each artifact for a whole request.
final class Dependencies {
    /// What a notebook runs with, if nothing else is said; IJava's default.
    static final List<String> SCOPES = List.of("compile", "runtime", "system", "import");
    private static final int MOST_VERSIONS = 5;
    /// Ivy's way to write coordinates, which IJava took: `group#name;version`.
    private static final Pattern IVY = Pattern.compile("(?<group>[^#;:]+)#(?<name>[^#;:]+);(?<version>[^#;:]+)");

    /// What was found.
    ///
    /// @param asked those of the artifacts that were asked for, without what they need; none if nothing more is to be downloaded
    record Resolved(List<Artifact> artifacts, List<Artifact> asked) {}

    private final ContextOverrides settings;
    private final List<RemoteRepository> added = new CopyOnWriteArrayList<>();

    Dependencies() {
        this(ContextOverrides.create().withUserSettings(true).build());
    }

    /// @param settings where settings and the local repository are
    Dependencies(ContextOverrides settings) {
        this.settings = settings;
    }

    /// From here on artifacts are looked for there, too.
    void addRepository(String id, String url) {
        added.add(repository(id, url));
    }

    /// Where artifacts are looked for, as name and address.
    List<String> repositories() {
        try (var context = open(added, false)) {
            return context.remoteRepositories().stream().map(repository -> repository.getId() + "  " + repository.getUrl()).toList();
        }
    }

    /// @param from    addresses of more repositories, or names of such that were added
    /// @param offline only what is in the local repository
    Resolved resolve(List<String> coordinates, List<String> from, boolean offline) {
        var roots = coordinates.stream().map(text -> new Dependency(artifact(text), "runtime")).toList();
        var repositories = new ArrayList<>(added);
        from.stream().filter(place -> added.stream().noneMatch(known -> known.getId().equals(place)))
            .map(url -> repository("from-" + url.replaceAll("[^A-Za-z0-9]+", "-"), url)).forEach(repositories::add);
        try (var context = open(repositories, offline)) {
            return resolve(context, new CollectRequest(roots, List.of(), context.remoteRepositories()));
        }
    }

    /// What a project depends on, with its parents, properties and managed versions.
    Resolved resolvePom(Path pom, Collection<String> scopes, boolean offline) {
        Model model;
        try (var context = open(added, offline)) {
            model = new PomReader(context).read(pom);
        } catch (ModelBuildingException e) {
            throw CellFailure.plain("InvalidPom", e.getProblems().stream().map(ModelProblem::getMessage).distinct().collect(Collectors.joining("\n")));
        }
        var repositories = new ArrayList<>(added);
        model.getRepositories().stream().filter(repository -> !repository.getId().equals("central"))
            .map(Dependencies::repository).forEach(repositories::add);
        try (var context = open(repositories, offline)) {
            var roots = model.getDependencies().stream().filter(dependency -> scopes.contains(dependency.getScope()))
                .map(dependency -> dependency(context, dependency)).toList();
            var managed = model.getDependencyManagement() == null ? List.<Dependency>of()
                : model.getDependencyManagement().getDependencies().stream().map(dependency -> dependency(context, dependency)).toList();
            return resolve(context, new CollectRequest(roots, managed, context.remoteRepositories()));
        }
    }

    /// Gets the sources of artifacts, where there are none their Javadoc; what is not to be had is left out without a word.
    ///
    /// @param arrived takes each artifact's jar beside which there is something new
    void document(List<Artifact> artifacts, Consumer<Path> arrived) {
        try (var context = open(added, false, new AbstractTransferListener() { })) {
            for (var artifact : artifacts) {
                if (Stream.of("sources", "javadoc").anyMatch(kind -> isThere(context, artifact, kind))) {
                    arrived.accept(artifact.getFile().toPath());
                }
            }
        }
    }

    private static boolean isThere(Context context, Artifact artifact, String kind) {
        return isThere(context, new DefaultArtifact(artifact.getGroupId(), artifact.getArtifactId(), kind, "jar", artifact.getVersion()));
    }

    private static Resolved resolve(Context context, CollectRequest wanted) {
        try {
            var result = context.repositorySystem().resolveDependencies(context.repositorySystemSession(), new DependencyRequest(wanted, null));
            return new Resolved(result.getArtifactResults().stream().map(ArtifactResult::getArtifact).toList(),
                context.repositorySystemSession().isOffline() ? List.of()
                    : result.getRoot().getChildren().stream().map(DependencyNode::getArtifact).toList());
        } catch (DependencyResolutionException e) {
            throw CellFailure.plain("DependencyNotResolved", reason(e) + otherVersions(context, wanted));
        }
    }

    /// The newest versions that there are of what was asked for, where none of that version was found.
    private static String otherVersions(Context context, CollectRequest wanted) {
        return wanted.getDependencies().stream().map(Dependency::getArtifact).filter(artifact -> !isThere(context, artifact)).map(artifact -> {
            try {
                var every = artifact.setVersion("[0,)");
                var versions = context.repositorySystem().resolveVersionRange(context.repositorySystemSession(),
                    new VersionRangeRequest(every, wanted.getRepositories(), null)).getVersions().reversed();
                return versions.isEmpty() ? "" : "\nthere is " + artifact.getGroupId() + ":" + artifact.getArtifactId() + " in "
                    + versions.stream().limit(MOST_VERSIONS).map(Object::toString).collect(Collectors.joining(", "))
                    + (versions.size() > MOST_VERSIONS ? " and " + (versions.size() - MOST_VERSIONS) + " older versions" : "");
            } catch (VersionRangeResolutionException unknown) {
                return "";
            }
        }).collect(Collectors.joining());
    }

    private static boolean isThere(Context context, Artifact artifact) {
        try {
            return context.repositorySystem().resolveArtifact(context.repositorySystemSession(),
                new ArtifactRequest(artifact, context.remoteRepositories(), null)).isResolved();
        } catch (ArtifactResolutionException none) {
            return false;
        }
    }

    /// What was looked for, and below it why it was not found.
    private static String reason(Throwable failure) {
        var reasons = new LinkedHashSet<String>();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (message != null && cause.getClass().getName().startsWith("org.eclipse.aether")) {
                reasons.removeIf(outer -> outer.endsWith(message));
                if (reasons.stream().noneMatch(outer -> outer.contains(message))) {
                    reasons.add(message);
                }
            }
        }
        return String.join(": ", reasons);
    }

    private Context open(List<RemoteRepository> repositories, boolean offline) {
        return open(repositories, offline, new Downloads());
    }

    private Context open(List<RemoteRepository> repositories, boolean offline, TransferListener listener) {
        var places = new ArrayList<>(List.of(ContextOverrides.CENTRAL));
        places.addAll(repositories);
        var overrides = settings.toBuilder().repositories(places).addRepositoriesOp(AddRepositoriesOp.APPEND)
            .transferListener(listener);
        return new Maven().create((offline ? overrides.offline(true) : overrides).build());
    }

    private static Artifact artifact(String coordinates) {
        var ivy = IVY.matcher(coordinates);
        if (ivy.matches()) {
            return new DefaultArtifact(ivy.group("group"), ivy.group("name"), "jar", ivy.group("version"));
        }
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw CellFailure.plain("InvalidCoordinates", "expected GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION, got " + coordinates
                + (coordinates.matches("[\\w.-]+:[\\w.-]+") ? "; for the newest: " + coordinates + ":RELEASE" : ""));
        }
    }

    private static Dependency dependency(Context context, org.apache.maven.model.Dependency declared) {
        var type = context.repositorySystemSession().getArtifactTypeRegistry().get(declared.getType());
        var artifact = new DefaultArtifact(declared.getGroupId(), declared.getArtifactId(),
            declared.getClassifier() == null ? "" : declared.getClassifier(), null, declared.getVersion(), null,
            type == null ? new DefaultArtifactType(declared.getType()) : type);
        var exclusions = declared.getExclusions().stream()
            .map(exclusion -> new Exclusion(exclusion.getGroupId(), exclusion.getArtifactId(), "*", "*")).toList();
        var local = declared.getSystemPath() == null ? artifact : artifact.setFile(new File(declared.getSystemPath()));
        return new Dependency(local, declared.getScope(), declared.isOptional(), exclusions);
    }

    private static RemoteRepository repository(Repository declared) {
        return repository(declared.getId(), declared.getUrl());
    }

    private static RemoteRepository repository(String id, String url) {
        var name = id.equals("local") ? "local-folder" : id; // Maven takes what it finds under that name for its own local repository
        return new RemoteRepository.Builder(name, "default", url).build();
    }

    /// MIMA's runtime, which reads all of `settings.xml` but its offline switch.
    private static final class Maven extends StandaloneStaticRuntime {
        @Override
        protected DefaultRepositorySystemSession newRepositorySession(ContextOverrides overrides, MavenUserHome home, RepositorySystem system,
                                                                      Settings settings, SettingsDecrypter decrypter) {
            return super.newRepositorySession(overrides, home, system, settings, decrypter)
                .setOffline(settings.isOffline() || overrides.isOffline().orElse(false));
        }
    }

    /// Says what is downloaded; a jar may take a while.
    private static final class Downloads extends AbstractTransferListener {
        @Override
        public void transferSucceeded(TransferEvent event) {
            var name = event.getResource().getResourceName();
            if (event.getRequestType() == TransferEvent.RequestType.GET && name.endsWith(".jar")) {
                System.out.printf(Locale.ROOT, "downloaded %s (%.1f MB) from %s%n", name.substring(name.lastIndexOf('/') + 1),
                    event.getTransferredBytes() / 1e6, event.getResource().getRepositoryId());
            }
        }
    }
}
