from chassis.run import run
from gateway.app import build
from gateway.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    run(build(settings), settings)
