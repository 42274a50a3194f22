package dev.solstice.kernel.magic;

import eu.maveniverse.maven.mima.context.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Dependency;
import org.apache.maven.model.Model;
import org.apache.maven.model.Parent;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.building.DefaultModelBuildingRequest;
import org.apache.maven.model.building.FileModelSource;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.model.building.ModelSource;
import org.apache.maven.model.resolution.ModelResolver;
import org.apache.maven.model.resolution.UnresolvableModelException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/// Reads a project as Maven sees it: parents and imported dependency management merged, properties filled in.
final class PomReader {
    private final Context context;

    PomReader(Context context) {
        this.context = context;
    }

    Model read(Path pom) throws ModelBuildingException {
        var request = new DefaultModelBuildingRequest()
            .setPomFile(pom.toFile())
            .setSystemProperties(System.getProperties())
            .setModelResolver(new Resolver(context, context.remoteRepositories()))
            .setProcessPlugins(false)
            .setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
        return new DefaultModelBuilderFactory().newInstance().build(request).getEffectiveModel();
    }

    /// Finds the POMs that a POM mentions.
    @SuppressWarnings("deprecation") // ModelSource: the interface of Maven 3 has no other
    private static final class Resolver implements ModelResolver {
        private final Context context;
        private final List<RemoteRepository> repositories;

        Resolver(Context context, List<RemoteRepository> repositories) {
            this.context = context;
            this.repositories = new ArrayList<>(repositories);
        }

        @Override
        public ModelSource resolveModel(String groupId, String artifactId, String version) throws UnresolvableModelException {
            var artifact = new DefaultArtifact(groupId, artifactId, "", "pom", version);
            try {
                return new FileModelSource(context.repositorySystem().resolveArtifact(context.repositorySystemSession(),
                    new ArtifactRequest(artifact, repositories, null)).getArtifact().getFile());
            } catch (ArtifactResolutionException e) {
                throw new UnresolvableModelException(e.getMessage(), groupId, artifactId, version, e);
            }
        }

        @Override
        public ModelSource resolveModel(Parent parent) throws UnresolvableModelException {
            return resolveModel(parent.getGroupId(), parent.getArtifactId(), parent.getVersion());
        }

        @Override
        public ModelSource resolveModel(Dependency dependency) throws UnresolvableModelException {
            return resolveModel(dependency.getGroupId(), dependency.getArtifactId(), dependency.getVersion());
        }

        @Override
        public void addRepository(Repository repository) {
            addRepository(repository, false);
        }

        @Override
        public void addRepository(Repository repository, boolean replace) {
            if (replace) {
                repositories.removeIf(known -> known.getId().equals(repository.getId()));
            }
            if (repositories.stream().noneMatch(known -> known.getId().equals(repository.getId()))) {
                var declared = new RemoteRepository.Builder(repository.getId(), "default", repository.getUrl()).build();
                repositories.addAll(context.repositorySystem().newResolutionRepositories(context.repositorySystemSession(), List.of(declared)));
            }
        }

        @Override
        public ModelResolver newCopy() {
            return new Resolver(context, repositories);
        }
    }
}
