using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Puts a request cache into a pipeline.</summary>
public static class DiskCacheBuilderExtensions
{
    /// <summary>Answers repeated requests from a file. Put it outside of retries, limits and the budget, so that a hit costs nothing and waits for nothing.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="cache">The cache; shared by as many pipelines as you like, and disposed by you.</param>
    /// <param name="scope">Keeps apart clients that answer differently to the same model name. <value>Default: empty.</value></param>
    public static ChatClientBuilder UseDiskCache(this ChatClientBuilder builder, DiskCache cache, string scope = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(cache);
        return builder.Use(inner => new DiskCacheChatClient(inner, cache, scope));
    }
}
