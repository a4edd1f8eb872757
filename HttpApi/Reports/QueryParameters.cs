using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>Checks the query of requests that are no reports. A report checks its own parameters.</summary>
internal static class QueryParameters
{
    /// <summary>Checks that a request has no other parameters, so that a misspelt one is not ignored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The names of the parameters.</param>
    /// <exception cref="ReportParameterException">It has another one.</exception>
    internal static void Require(HttpRequest request, params string[] known)
    {
        foreach ((string name, StringValues values) in request.Query)
        {
            if (!known.Contains(name))
            {
                throw new ReportParameterException(
                    name,
                    values.ToString(),
                    "there is no such parameter here; " +
                    (known.Length == 0 ? "leave it out" : $"it must be one of {string.Join(", ", known)}"));
            }
        }
    }
}
