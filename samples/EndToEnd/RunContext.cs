using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.EndToEnd.Providers;

namespace Aloe.Samples.EndToEnd;

/// <summary>What every stage works with.</summary>
/// <param name="Options">The command line.</param>
/// <param name="Recipe">The numbers of the run.</param>
/// <param name="Base">The model that training starts from.</param>
/// <param name="Folder">Where everything goes.</param>
/// <param name="Participants">Who takes part.</param>
/// <param name="Aloe">The library, with the seed of the run.</param>
internal sealed record RunContext(RunOptions Options, NanoRecipe Recipe, BaseModel Base, RunFolder Folder, Participants Participants, AloeContext Aloe);
