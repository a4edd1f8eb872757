namespace PathwayOrleans.Images.Tests.Dockerfiles;

/// <summary>A Dockerfile that is wrong, or has something that this driver does not know.</summary>
public sealed class DockerfileException(string message) : Exception(message);
