# The site, its worker and its beat: one image. Installed by the same scripts as on a bare machine.
FROM python:3.12-slim-bookworm
WORKDIR /app

# What changes seldom comes first, so that a change of code does not install everything again.
COPY requirements.txt package.json package-lock.json .npmrc ./
COPY scripts scripts
RUN python -m scripts.install --no-servers && rm -rf /var/lib/apt/lists/* ~/.cache .local/node

COPY . .
# Keys and addresses are needed to load the settings, and not used.
RUN python -m scripts.install --no-servers \
    && SECRET_KEY=build FIELD_KEYS=build FIELD_HASH_KEY=build DATABASE_URL=postgis://build REDIS_URL=redis://build \
       .venv/bin/python manage.py collectstatic --noinput \
    && useradd --system pamoja && mkdir -p /srv/pamoja/media .local/logs \
    && chown pamoja /srv/pamoja/media .local .local/logs

USER pamoja
ENV HOST=0.0.0.0 PORT=8000 MEDIA_ROOT=/srv/pamoja/media PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["python", "-m", "scripts.serve", "web"]
