# Chatterbox Server on the CPU. Build: docker build -t chatterbox .   Run: see compose.yaml.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN bash scripts/publish.sh /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg curl libdnnl3 \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir -p /models /voices && chown 1654:1654 /models /voices
COPY --from=build /app /app
USER 1654:1654
ENV CHATTERBOX__URLS=http://0.0.0.0:8004 CHATTERBOX__VOICESDIR=/voices
VOLUME ["/models", "/voices"]
EXPOSE 8004
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD curl -fsS http://127.0.0.1:8004/health/ready || exit 1
ENTRYPOINT ["/app/chatterbox"]
CMD ["serve"]
