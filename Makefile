# Two commands for everybody: `make clips` renders the lesson into out/, `make test` checks the project.
# Both set up what is missing first.
.PHONY: clips test setup browser lock clean

bin := .venv/bin
# Cores are filled with processes; threads under NumPy would only fight with them.
export OPENBLAS_NUM_THREADS := 1

clips: setup
	$(bin)/python render.py all

test: setup browser
	$(bin)/ruff check --no-cache
	$(bin)/ruff format --no-cache --check --quiet
	$(bin)/mypy
	$(bin)/pytest -n auto

setup: .venv/ready

browser:
	./setup.sh browser

.venv/ready: setup.sh requirements.lock pyproject.toml
	./setup.sh

# Resolves the newest versions that pyproject.toml allows, for every platform at once.
lock: setup
	$(bin)/uv pip compile pyproject.toml --upgrade --quiet --all-extras --universal --python-version 3.11 \
	    --generate-hashes --custom-compile-command "make lock" --output-file requirements.lock

clean:
	rm -rf .venv out media build *.egg-info
