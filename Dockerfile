FROM python:3.11-slim

WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY api api
COPY models models
COPY site_configs site_configs
COPY twin twin
RUN pip install --no-cache-dir .

RUN useradd --create-home twin
USER twin
WORKDIR /home/twin
ENTRYPOINT ["twin"]
CMD ["--help"]
