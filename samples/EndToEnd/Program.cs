using Aloe.Samples.EndToEnd;

return await new Application((options, _) => throw new UsageException($"Not yet: {options.Out}"), [], Console.Out, Console.Error).RunAsync(args);
