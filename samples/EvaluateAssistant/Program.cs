using Aloe.Samples;
using Aloe.Samples.EvaluateAssistant;
using Aloe.Samples.EvaluateAssistant.CommandLine;

var time = TimeProvider.System;
var command = new EvaluateCommand((options, cancellationToken) => new EvaluateRun(options, Console.Out, Console.Error, time).RunAsync(cancellationToken));
command.Subcommands.Add(new CompareCommand((options, cancellationToken) => new CompareRun(options, Console.Out, Console.Error).RunAsync(cancellationToken)));
return await new Application(command, Console.Out, Console.Error).RunAsync(args);
