namespace PathwayOrleans.Testing.Dockerfiles;

/// <summary>A Dockerfile is invalid, or uses syntax that this driver does not support.</summary>
public sealed class DockerfileException(string message) : Exception(message);
