using System.Text;
using Chatterbox.Server.Commands;

Console.InputEncoding = Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await ChatterboxCommand.Create().InvokeAsync(args);
