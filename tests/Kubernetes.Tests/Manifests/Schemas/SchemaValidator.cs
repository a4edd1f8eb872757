using System.Diagnostics;
using System.Text.Json;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Kubernetes.Tests.Manifests.Schemas;
using PathwayOrleans.Testing.Folders;

[assembly: AssemblyFixture(typeof(SchemaValidator))]

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Schemas;

/// <summary>
/// Validates objects against the schemas that Kubernetes, Strimzi and KEDA publish: one Node.js process for a whole run.
/// </summary>
public sealed class SchemaValidator : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Process? _node;
    private Task<string>? _errors;

    /// <summary>The errors of an object; empty if it is valid.</summary>
    internal async Task<IReadOnlyList<SchemaProblem>> ProblemsAsync(Manifest manifest)
    {
        await _turn.WaitAsync();
        try
        {
            _node ??= await StartAsync();
            await _node.StandardInput.WriteLineAsync(manifest.Json.ToJsonString());
            await _node.StandardInput.FlushAsync();
            string answer = await _node.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"The validator ended at {manifest}: {await _errors!}");
            return JsonSerializer.Deserialize<SchemaProblem[]>(answer, JsonSerializerOptions.Web) ?? [];
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            _node.StandardInput.Close();
            await _node.WaitForExitAsync();
            _node.Dispose();
        }

        _turn.Dispose();
    }

    private async Task<Process> StartAsync()
    {
        await KubernetesTools.SchemasAsync();
        string script = RepositoryFolder.PathOf("tests", "Kubernetes.Tests", "Validation", "validate.mjs");
        Process node = CommandRun.Start("node", script, KubernetesTools.SchemaFolder);
        _errors = node.StandardError.ReadToEndAsync();
        return node;
    }
}
