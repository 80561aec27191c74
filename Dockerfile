# The web application on port 7860, with its models in it: docs/docker.md.

FROM python:3.11-slim AS build

WORKDIR /src
COPY constraints.txt ./
RUN python -m venv /opt/fundstelle
# The CPU's PyTorch, in a layer of its own: it is large, and seldom another.
RUN /opt/fundstelle/bin/pip install --no-cache-dir --constraint constraints.txt \
    --extra-index-url https://download.pytorch.org/whl/cpu torch==2.13.0
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY index index
COPY qa qa
COPY prompts prompts
COPY seeds seeds
RUN /opt/fundstelle/bin/pip install --no-cache-dir --constraint constraints.txt '.[local,web]'
# Converted and put together here, once; nothing is fetched when it runs.
ENV FUNDSTELLE_CACHE=/opt/fundstelle/cache FUNDSTELLE_SETTINGS=/dev/null
RUN /opt/fundstelle/bin/python -c "from qa.finding import open_reader; assert open_reader()"
RUN /opt/fundstelle/bin/python -c "from index import Settings; \
from qa.gist.small_model import whole_file; whole_file(Settings().cache_dir)"

FROM python:3.11-slim

RUN useradd --uid 10001 --create-home --home-dir /data fundstelle
COPY --from=build --chown=fundstelle /opt/fundstelle /opt/fundstelle
USER fundstelle
WORKDIR /data
# All that changes lies there: the index, and whatever is kept for a user.
VOLUME /data
ENV PATH=/opt/fundstelle/bin:$PATH HOME=/data HF_HUB_OFFLINE=1 \
    FUNDSTELLE_CACHE=/opt/fundstelle/cache FUNDSTELLE_INDEX=/data/index
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/health', timeout=4)"]
CMD ["fundstelle", "serve", "--host", "0.0.0.0"]
