using Aloe.Samples;
using Aloe.Samples.GenerateDataset;
using Aloe.Samples.GenerateDataset.CommandLine;

var time = TimeProvider.System;
var command = new GenerateCommand((options, cancellationToken) => new DatasetRun(options, Console.Out, Console.Error, time).RunAsync(cancellationToken));
return await new Application(command, Console.Out, Console.Error).RunAsync(args);
