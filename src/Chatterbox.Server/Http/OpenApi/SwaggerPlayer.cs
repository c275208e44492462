namespace Chatterbox.Server.Http.OpenApi;

/// <summary>A plugin for the page at /swagger: audio in an answer gets a player, where the page itself has a link only.</summary>
internal static class SwaggerPlayer
{
    /// <summary>The global function that the page calls.</summary>
    public const string Plugin = "ChatterboxPlayer";

    private const string Path = "/swagger/player.js";

    private const string Script =
        $$"""
        // Puts a player before the body of an answer that is audio.
        function {{Plugin}}() {
          return {
            wrapComponents: {
              responseBody: (Original, system) => (props) => {
                const { React } = system;
                const isAudio = /^audio\//.test(props.contentType ?? '') && props.content instanceof Blob;
                const source = React.useMemo(() => (isAudio ? URL.createObjectURL(props.content) : null), [props.content]);
                React.useEffect(() => () => source && URL.revokeObjectURL(source), [source]);
                return React.createElement(React.Fragment, null,
                  source && React.createElement('audio', { controls: true, src: source }),
                  React.createElement(Original, props));
              },
            },
          };
        }

        """;

    /// <summary>Answers with the script.</summary>
    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
        HttpMethods.IsGet(context.Request.Method) && context.Request.Path == Path
            ? Results.Text(Script, "text/javascript").ExecuteAsync(context)
            : next(context));
}
