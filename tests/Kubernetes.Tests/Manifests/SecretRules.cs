using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests;

/// <summary>No rendered object contains the value of a secret.</summary>
internal static partial class SecretRules
{
    internal static IEnumerable<string> Problems(ManifestSet set) =>
    [
        .. set.OfKind("Secret").Select(secret => $"{secret} is rendered, so its values are in a file."),
        .. set.Items.Where(item => UserInfo().IsMatch(item.Json.ToJsonString()))
            .Select(item => $"{item} has an address with a password."),
        .. set.Containers.SelectMany(container => container.Environment
            .Where(variable => SecretName().IsMatch(variable.Text("name") ?? "") && variable.Text("value") is not null)
            .Select(variable => $"{container}: {variable.Text("name")} has its value in a file.")),
        .. set.OfKind("ConfigMap").SelectMany(
            map => map.Json.Map("data").Keys.Where(key => SecretName().IsMatch(key)).Select(key => $"{map} holds {key}.")),
    ];

    // scheme://user:password@, where the password is not a $(VARIABLE).
    [GeneratedRegex(@"://[^/\s:""@]*:(?!\$\([A-Za-z_]+\)@)[^/\s""@]+@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(password|secret|token|\.key$|_key$)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
