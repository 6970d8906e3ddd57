"""A kernel connection that sends each message at once.

jupyter_server leaves the wait for a full packet (Nagle's algorithm) on: at every move of a slider the
small "busy" message goes out first, and the picture waits up to 40 ms for its acknowledgment.
"""

from contextlib import suppress

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class NoDelay(ZMQChannelsWebsocketConnection):
    """The server's own connection, with TCP_NODELAY set on its socket."""

    def connect(self):
        """Switch the wait off, then connect; a picture 40 ms later is better than none."""
        with suppress(Exception):
            self.websocket_handler.set_nodelay(True)
        return super().connect()
